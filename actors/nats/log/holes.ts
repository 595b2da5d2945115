import type { StoredCommit } from "#contracts/log/commit.ts";
import { type LogArchive, LogGap } from "#contracts/log/reader.ts";

/** Sequences asked of the archive at once. */
const pageMax = 500;

/** The archive's commits with exactly the sequences `from` to `to`, in batches. Throws LogGap, and what the archive throws. */
export async function* fromArchive(
  archive: LogArchive,
  stream: number,
  from: number,
  to: number,
): AsyncGenerator<readonly StoredCommit[]> {
  for (let first = from; first <= to; first += pageMax) {
    const last = Math.min(first + pageMax - 1, to);
    const commits = await archive(stream, first, last);
    const missing = commits.findIndex(({ seq }, i) => seq !== first + i);
    if (missing !== -1 || commits.length !== last - first + 1) {
      const seq = first + (missing === -1 ? commits.length : missing);
      throw new LogGap(`log stream ${stream}: sequence ${seq} is neither in the log nor in the archive`);
    }
    yield commits;
  }
}

/**
 * What follows sequence `last` of a stream, up to the end of `batch`: the batch's own commits, and in place of its
 * holes what the archive has. Commits up to `last` are passed over. Throws as fromArchive does.
 */
export async function* withoutHoles(
  archive: LogArchive,
  stream: number,
  last: number,
  batch: readonly StoredCommit[],
): AsyncGenerator<readonly StoredCommit[]> {
  let expected = last + 1;
  let run: StoredCommit[] = [];
  for (const stored of batch) {
    if (stored.seq < expected) continue;
    if (stored.seq > expected) {
      if (run.length > 0) yield run;
      run = [];
      yield* fromArchive(archive, stream, expected, stored.seq - 1);
    }
    run.push(stored);
    expected = stored.seq + 1;
  }
  if (run.length > 0) yield run;
}
