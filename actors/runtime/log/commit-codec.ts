import { type Commit, commitBytesMax, type StoredCommit } from "#contracts/log/commit.ts";
import { LogGap } from "#contracts/log/reader.ts";
import { type AppendOptions, CommitInvalid, type MayCreate } from "./event-log.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** The bytes of a commit as the log stores them. Throws CommitInvalid for what no adapter may send. */
export function encodeCommit(id: string, commit: Commit, mayCreate: MayCreate, options?: AppendOptions): Uint8Array {
  if ((commit.version === 1) !== (commit.prev === 0)) {
    throw new CommitInvalid("not-contiguous", `version ${commit.version} cannot follow sequence ${commit.prev}`);
  }
  if (commit.version === 1 && !options?.isRepeated && !mayCreate(id)) {
    throw new CommitInvalid("create-window-closed", `${id} can no longer be created`);
  }
  const bytes = encoder.encode(JSON.stringify(commit));
  if (bytes.length > commitBytesMax) {
    throw new CommitInvalid("too-large", `a commit of ${bytes.length} bytes is above ${commitBytesMax}`);
  }
  return bytes;
}

/** Reads back what encodeCommit wrote; the log holds nothing else. */
export const decodeCommit = (bytes: Uint8Array): Commit => JSON.parse(decoder.decode(bytes)) as Commit;

/** The commits, unless their versions do not count up by one after `afterVersion`. Throws LogGap. */
export function contiguous(id: string, commits: StoredCommit[], afterVersion: number): StoredCommit[] {
  let expected = afterVersion + 1;
  for (const { commit, seq } of commits) {
    if (commit.version !== expected) {
      throw new LogGap(`${id}: expected version ${expected}, found ${commit.version} at sequence ${seq}`);
    }
    expected += 1;
  }
  return commits;
}
