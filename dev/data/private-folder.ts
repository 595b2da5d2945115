import { chmodSync, mkdirSync } from "node:fs";

/** Creates a folder only its owner may enter; the folders above it, where missing, get the usual permissions. */
export function privateFolder(path: string): void {
  mkdirSync(path, { recursive: true });
  chmodSync(path, 0o700);
}
