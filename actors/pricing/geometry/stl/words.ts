/** A keyword of text STL, in lower case. */
export const word = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

export const solid = word("solid");

/** Whether the bytes spell the keyword, in either case. */
export function isWord(expected: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start !== expected.length) return false;
  for (let i = 0; i < expected.length; i++) if ((bytes[start + i]! | 0x20) !== expected[i]) return false;
  return true;
}
