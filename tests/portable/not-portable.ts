import { createHash } from "node:crypto";

/** Planted: what contracts and deciders must not do, for the test that shows it would be seen. */
export const digest = (text: string): string => createHash("sha256").update(text).digest("hex");
