import type { StoredCommit } from "#contracts/log/commit.ts";
import { encodeCursor, type FeedCursor, type LogPosition } from "#contracts/log/position.ts";
import { everything, type Frame, indexedEvents, type Tell } from "./frame.ts";
import type { FeedHub, Listener, Topic } from "./hub.ts";

const pageMax = 256;

const concerns = (topic: Topic, { aggregate, commit }: StoredCommit): boolean =>
  aggregate.startsWith("ord_") && (topic === "all" || topic === commit.owner);

/** Whether sequences of the cursor still mean what they meant: same number of streams, none made anew. */
const isOfThisLog = (cursor: LogPosition, now: LogPosition): boolean =>
  cursor.length === now.length && cursor.every(({ incarnation }, i) => incarnation === now[i]?.incarnation);

/** Where one client of a feed stands, moved event by event. */
class Progress {
  position: LogPosition;
  /** Of the commit the cursor was cut in: it says nothing about those after it. */
  #within: FeedCursor["within"];

  constructor(
    { position, within }: FeedCursor,
    readonly tell: Tell,
  ) {
    this.position = position.map((at) => ({ ...at }));
    this.#within = within;
  }

  isBehind({ stream, seq }: StoredCommit): boolean {
    return seq > this.of(stream);
  }

  of(stream: number): number {
    return this.position[stream]?.seq ?? 0;
  }

  move(stream: number, seq: number): void {
    const at = this.position[stream];
    if (!at) return;
    if (this.#within?.stream === stream && seq > at.seq) this.#within = undefined;
    this.position[stream] = { ...at, seq };
  }

  /** The frames of a commit; each one's id resumes right after it. */
  *frames(stored: StoredCommit): Generator<Frame> {
    const { stream, seq } = stored;
    const seen = this.#seenOf(stored);
    this.move(stream, seq - 1); // What is before it was passed, so that a cursor within this commit means this one.
    for (const { event, index, isLast } of indexedEvents(stored, seen)) {
      if (isLast) this.move(stream, seq);
      const id = isLast
        ? this.#cursor()
        : encodeCursor({ position: this.position, within: { stream, events: index + 1 } });
      const told = this.tell(event);
      // What is not for this client still moves the place it resumes at.
      yield told === undefined ? { id } : { id, data: told };
    }
    this.move(stream, seq);
  }

  /** How many events of the commit the client has seen. */
  #seenOf({ stream, seq }: StoredCommit): number {
    const within = this.#within;
    if (within?.stream !== stream || this.of(stream) !== seq - 1) return 0;
    this.#within = undefined;
    return within.events;
  }

  /** Goes on from here, whatever was before. */
  beginAnew(position: LogPosition): void {
    this.position = position;
    this.#within = undefined;
  }

  quiet(): Frame {
    return { id: this.#cursor() };
  }

  /** The stream in which the client has seen a part of a commit, and not yet the rest. */
  get partial(): number | undefined {
    return this.#within?.stream;
  }

  /** Where the client stands now; what it has seen of a commit is kept until it has seen all of it. */
  #cursor(): string {
    return encodeCursor({ position: this.position, ...(this.#within ? { within: this.#within } : {}) });
  }
}

/** What the log holds between a client's position and the hub's; false when some of it is gone. */
async function* catchUp(hub: FeedHub, topic: Topic, at: Progress): AsyncGenerator<Frame, boolean> {
  // The commit that was seen in part comes first: a cursor tells of one such place only.
  const streams = [...hub.position().entries()].sort(([a], [b]) => Number(b === at.partial) - Number(a === at.partial));
  for (const [stream, { seq: end }] of streams) {
    while (at.of(stream) < end) {
      const commits = await hub.page(stream, at.of(stream), pageMax);
      if (commits.length === 0) return false;
      for (const stored of commits) {
        // What was archived since the client was here is not told again in a feed.
        if (stored.seq !== at.of(stream) + 1) return false;
        if (concerns(topic, stored)) yield* at.frames(stored);
        else at.move(stream, stored.seq);
      }
    }
  }
  return true;
}

/** What a client that comes back is told before what comes: all it has missed, or that its place is gone. */
async function* opening(hub: FeedHub, topic: Topic, at: Progress): AsyncGenerator<Frame> {
  if (isOfThisLog(at.position, hub.position()) && (yield* catchUp(hub, topic, at))) return;
  at.beginAnew(hub.position());
  yield { ...at.quiet(), event: "reset", data: { reason: "the cursor's place in the log is gone" } };
}

const done = { done: true, value: undefined } as const;
const frame = (value: Frame): IteratorResult<Frame> => ({ done: false, value });

/** A client's feed. No generator, because thousands of them wait at the same time, and each would keep its frame. */
class Feed implements AsyncIterator<Frame> {
  #listener: Listener | undefined;
  #opening: AsyncGenerator<Frame> | undefined;
  #at: Progress | undefined;
  /** Of the commit that is being told. */
  #frames: Iterator<Frame> | undefined;
  /** How far the hub had read when this client began to wait. */
  #heard: LogPosition = [];

  constructor(
    readonly hub: FeedHub,
    readonly topic: Topic,
    readonly cursor: FeedCursor | undefined,
    readonly signal: AbortSignal,
    readonly tell: Tell,
  ) {}

  next(): Promise<IteratorResult<Frame>> {
    const frames = this.#frames?.next();
    if (frames?.done === false) return Promise.resolve(frames);
    this.#frames = undefined;
    if (!this.#listener || !this.#at) return this.#begin();
    if (this.#opening) return this.#open(this.#opening, this.#at);
    return this.#wait(this.#listener, this.#at);
  }

  async return(): Promise<IteratorResult<Frame>> {
    this.#listener?.close();
    return done;
  }

  async #begin(): Promise<IteratorResult<Frame>> {
    const { hub, topic, cursor, signal, tell } = this;
    this.#listener = await hub.listen(topic, signal);
    this.#at = new Progress(cursor ?? { position: hub.position() }, tell);
    if (!cursor) return frame(this.#at.quiet()); // The first frame comes at once, and names where the client stands.
    this.#opening = opening(hub, topic, this.#at);
    return this.next();
  }

  async #open(told: AsyncGenerator<Frame>, at: Progress): Promise<IteratorResult<Frame>> {
    const next = await told.next();
    if (!next.done) return next;
    this.#opening = undefined;
    return frame(at.quiet());
  }

  #wait({ queue }: Listener, at: Progress): Promise<IteratorResult<Frame>> {
    this.#heard = this.hub.position();
    return queue.next().then((next) => {
      if (next === "ended") return done;
      if (next === "quiet") {
        for (const [stream, { seq }] of this.#heard.entries()) if (seq > at.of(stream)) at.move(stream, seq);
        return frame(at.quiet());
      }
      if (at.isBehind(next.item)) this.#frames = at.frames(next.item);
      return this.next();
    });
  }
}

/**
 * A feed's events after `cursor` (from now on when there is none), each exactly once, in order per order. A cursor
 * whose place is gone gets a `reset` event: the client reads its list anew and goes on from there.
 */
export const feedStream = (
  hub: FeedHub,
  topic: Topic,
  cursor: FeedCursor | undefined,
  signal: AbortSignal,
  tell: Tell = everything,
): AsyncIterator<Frame> => new Feed(hub, topic, cursor, signal, tell);
