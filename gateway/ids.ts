import { randomUUID } from "node:crypto";
import { toBase32 } from "#contracts/shared/ids.ts";
import { sha256 } from "./sha256.ts";

/** 120 bits: two keys of one installation never meet by chance. */
const idBytes = 15;

/**
 * The random-looking part of an id, made from who asks for what under which idempotency key: a retry names the same
 * thing. Without a key every request names a new one.
 */
export function idFor(kind: string, owner: string, key: string | undefined): string {
  const digest = sha256(`${kind}\n${owner}\n${key ?? randomUUID()}`);
  return toBase32(digest.subarray(0, idBytes));
}
