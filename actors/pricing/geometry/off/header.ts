/** What an OFF file begins with: `[ST][C][N][4][n]OFF`, perhaps with its counts on the same line. */
const pattern = /^(ST)?(C)?(N)?(4)?(n)?OFF(?![A-Za-z])\s*(BINARY)?/;

export interface OffHeader {
  /** A fourth coordinate, by which the others are divided. */
  readonly homogeneous: boolean;
  /** The number of dimensions is stated. */
  readonly hasDimension: boolean;
  readonly binary: boolean;
  /** Bytes up to the counts. */
  readonly length: number;
}

/** The header in the first line that is neither empty nor a comment; undefined when it is not OFF. */
export function offHeader(line: string): OffHeader | undefined {
  const match = pattern.exec(line);
  if (!match) return undefined;
  const [whole, , , , homogeneous, dimension, binary] = match;
  return {
    homogeneous: homogeneous !== undefined,
    hasDimension: dimension !== undefined,
    binary: binary !== undefined,
    length: whole.length,
  };
}
