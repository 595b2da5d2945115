import { z } from "zod";

/** An error leaves no price; a warning is priced and shown; an info is only shown. */
export const Severity = z.enum(["info", "warning", "error"]);
export type Severity = z.infer<typeof Severity>;

const severityByCode = {
  "model/unreadable": "error",
  "model/truncated": "error",
  "model/empty": "error",
  "model/too-large": "error",
  "model/too-many-triangles": "error",
  "model/not-finite": "error",
  "model/coordinate-too-large": "error",
  "model/not-closed": "error",
  "model/no-volume": "error",
  /** Against what the specification of the file's format demands. */
  "model/invalid": "error",
  /** Something the format allows and we do not read. */
  "model/unsupported": "error",
  "model/bad-index": "error",
  "model/too-many-vertices": "error",
  "model/too-complex": "error",
  /** An archive that is dangerous to unpack, or lies about what is in it. */
  "model/unsafe-archive": "error",
  "model/expands-too-far": "error",
  "model/refers-to-itself": "error",
  /** Its bytes came and were read, but were not kept. */
  "model/not-stored": "error",
  "model/took-too-long": "error",
  "model/needs-too-much-memory": "error",
  /** Measured on an approximation of the surface. */
  "model/estimate": "warning",
  "model/many-instances": "warning",
  "model/parts-ignored": "info",
  "model/inside-out": "warning",
  /** Found by a closer look than the first pass. */
  "model/double-sided": "warning",
  "model/non-manifold": "warning",
  "model/reversed-shells": "warning",
  "model/overlapping-shells": "warning",
  "model/self-intersecting": "warning",
  "model/thin-wall": "warning",
  "model/seams-joined": "info",
  "model/not-examined": "info",
  "model/trailing-bytes": "warning",
  /** A binary STL that begins with the word of a text one. */
  "model/misleading-header": "info",
  "model/degenerate-triangles": "info",
  "pricing/exhausted": "error",
  "pricing/no-material": "error",
  "pricing/material-unavailable": "error",
  "pricing/finishing-unavailable": "error",
  "pricing/goods-unavailable": "error",
  "pricing/country-unavailable": "error",
  "pricing/out-of-range": "error",
  "pricing/does-not-fit": "error",
  "pricing/lead-time-unavailable": "error",
  "pricing/stone-unavailable": "error",
  /** A figure was not known, and a bound was taken for it. */
  "pricing/hull-assumed": "info",
} as const satisfies Record<string, Severity>;

export type FindingCode = keyof typeof severityByCode;
/** Stored in facts and orders forever: add codes, never rename one. */
export const FindingCode = z.enum(Object.keys(severityByCode) as [FindingCode, ...FindingCode[]]);

/** What was found about a model or a price; the message is a sentence for the customer. */
export const Finding = z.object({ code: FindingCode, severity: Severity, message: z.string().min(1).max(500) });
export type Finding = z.infer<typeof Finding>;

/** A finding with the severity its code has. */
export function finding(code: FindingCode, message: string): Finding {
  return { code, severity: severityByCode[code], message };
}

export function hasError(findings: readonly Finding[]): boolean {
  return findings.some(({ severity }) => severity === "error");
}
