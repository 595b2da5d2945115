import { z } from "zod";

/**
 * How far a reader has come in one log stream. The incarnation tells a stream from a later
 * one of the same name (deleted and made again), whose sequences mean something else.
 */
export const StreamPosition = z.object({ incarnation: z.string(), seq: z.int().nonnegative() });
export type StreamPosition = z.infer<typeof StreamPosition>;

/** A position in the whole log: one entry per stream, by index. */
export const LogPosition = z.array(StreamPosition);
export type LogPosition = z.infer<typeof LogPosition>;

/**
 * Where a feed's reader stands: the position, and how many events it has seen of the commit that follows it in
 * stream `within`, because a commit of several events is several frames.
 */
export interface FeedCursor {
  readonly position: LogPosition;
  readonly within?: { readonly stream: number; readonly events: number };
}

/** An opaque cursor for clients: base64url. */
export function encodeCursor({ position, within }: FeedCursor): string {
  const streams = position.map(({ incarnation, seq }) => [incarnation, seq]);
  const text = JSON.stringify(within ? [streams, within.stream, within.events] : [streams]);
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

const Streams = z.array(z.tuple([z.string(), z.int().nonnegative()])).max(64);
const CursorBody = z.union([z.tuple([Streams]), z.tuple([Streams, z.int().nonnegative(), z.int().positive()])]);

/** What a cursor says, or undefined when it is not one of ours. */
export function decodeCursor(cursor: string): FeedCursor | undefined {
  try {
    const body = CursorBody.safeParse(JSON.parse(atob(cursor.replaceAll("-", "+").replaceAll("_", "/"))));
    if (!body.success) return undefined;
    const [streams, stream, events] = body.data;
    const position = streams.map(([incarnation, seq]) => ({ incarnation, seq }));
    return stream === undefined || events === undefined ? { position } : { position, within: { stream, events } };
  } catch {
    return undefined; // Not base64, or not JSON.
  }
}
