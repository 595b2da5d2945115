/** A message to be dealt with by something that follows a stream. */
export interface Delivery {
  /** Whose order must be kept. */
  readonly aggregate: string;
  readonly stream: number;
  readonly seq: number;
  readonly data: Uint8Array;
}

/** How far a follower has come, when it goes through its stream in order; absent when a message is taken up again alone. */
export interface Progress {
  /** Tells a stream from a later one of the same name, whose sequences mean something else. */
  readonly incarnation: string;
  /** Up to here everything has been dealt with, as the stream's server has it. */
  readonly floor: number;
}

/** Deals with the messages of a stream one by one; the same again changes nothing. */
export interface Follower {
  readonly name: string;
  /** Resolves when nothing is left to do. NotNow: not at the moment. Anything else it throws is a failed try. */
  readonly handle: (delivery: Delivery, progress: Progress | undefined) => Promise<void>;
  /** Names a message among the follower's dead letters. */
  readonly letterKey: (delivery: Delivery) => string;
}

/** The message's bytes are not what its stream should hold. */
export class Undecodable extends Error {
  override readonly name = "Undecodable";
}
