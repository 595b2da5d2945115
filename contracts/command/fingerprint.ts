import { fnv1a32 } from "../shared/subjects.ts";

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  const result: Record<string, unknown> = Object.create(null);
  // What is undefined is left out when the text is written.
  for (const key of Object.keys(value).sort()) result[key] = sorted((value as Record<string, unknown>)[key]);
  return result;
};

const hex = (hash: number) => hash.toString(16).padStart(8, "0");

/**
 * Fingerprint of a request's parameters, 64 bits as hex: equal parameters give equal text whatever
 * their key order. It only tells an honest retry from a key used twice, so it need not be cryptographic.
 */
export function fingerprintOf(parameters: unknown): string {
  const text = JSON.stringify(sorted(parameters)) ?? "";
  return hex(fnv1a32(text)) + hex(fnv1a32(text, 0x9e3779b9));
}
