import { fnv1a32 } from "../shared/subjects.ts";

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  );
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
