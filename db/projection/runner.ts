import { Follower, type FollowOptions, type StreamHealth } from "./follower.ts";
import { loadPosition } from "./positions.ts";
import { applyStream, type Projecting, startingPosition } from "./stream.ts";

export interface Projector {
  /** Resolves when the signal has aborted and the last batch is through. */
  readonly done: Promise<void>;
  health(): StreamHealth[];
  /** Commits of the log that the database does not have yet, whoever works on it. Throws what it and the reader throw. */
  lag(): Promise<number>;
}

/**
 * Keeps a database up with the log until the signal aborts. What is unavailable is tried again with growing waits;
 * an alarm stops the stream until somebody moves its position: nothing is ever skipped.
 */
export function runProjection(options: FollowOptions): Projector {
  const streams = Array.from({ length: options.reader.streamCount }, (_, stream) => new Follower(options, stream));
  return {
    done: Promise.all(streams.map((follower) => follower.run())).then(() => {}),
    health: () => streams.map(({ health }) => health),
    lag: async () => {
      const behind = streams.map(async ({ stream }) => {
        const [end, position] = await Promise.all([options.reader.end(stream), loadPosition(options.pool, stream)]);
        return position?.incarnation === end.incarnation ? Math.max(0, end.seq - position.seq) : end.seq;
      });
      return (await Promise.all(behind)).reduce((sum, commits) => sum + commits, 0);
    },
  };
}

/** Applies everything up to the log's end as of now, then returns. Throws what applyStream throws. */
export async function catchUp(work: Projecting): Promise<void> {
  const reading = new AbortController();
  const one = async (stream: number) => {
    const { seq: untilSeq } = await work.reader.end(stream);
    for (let there = false; !there; ) {
      const from = await startingPosition(work, stream);
      there = await applyStream(work, { stream, from, signal: reading.signal, untilSeq });
    }
  };
  try {
    await Promise.all(Array.from({ length: work.reader.streamCount }, (_, stream) => one(stream)));
  } finally {
    reading.abort();
  }
}
