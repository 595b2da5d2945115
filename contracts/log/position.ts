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

/** An opaque cursor for clients: base64url of the position. */
export function encodeCursor(position: LogPosition): string {
  const text = JSON.stringify(position.map(({ incarnation, seq }) => [incarnation, seq]));
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

const CursorBody = z.array(z.tuple([z.string(), z.int().nonnegative()])).max(64);

/** The position in a cursor, or undefined when it is not one of ours. */
export function decodeCursor(cursor: string): LogPosition | undefined {
  try {
    const body = CursorBody.safeParse(JSON.parse(atob(cursor.replaceAll("-", "+").replaceAll("_", "/"))));
    return body.success ? body.data.map(([incarnation, seq]) => ({ incarnation, seq })) : undefined;
  } catch {
    return undefined; // Not base64, or not JSON.
  }
}
