/** Below this share of the largest pivot a direction carries nothing. */
const negligible = 1e-9;

/** Solves a symmetric system by Gauss–Jordan elimination; directions that carry nothing get 0. Changes its arguments. */
function solve(matrix: number[][], right: number[]): number[] {
  const size = right.length;
  const largest = Math.max(...matrix.map((row, i) => Math.abs(row[i]!)), 0);
  const used = new Array<boolean>(size).fill(false);
  for (let step = 0; step < size; step++) {
    const candidates = right.map((_, i) => (used[i] ? -1 : Math.abs(matrix[i]![i]!)));
    const pivot = candidates.indexOf(Math.max(...candidates));
    if (candidates[pivot]! <= negligible * largest) break;
    used[pivot] = true;
    eliminate(matrix, right, pivot);
  }
  return right.map((value, i) => (used[i] ? value : 0));
}

function eliminate(matrix: number[][], right: number[], pivot: number): void {
  const row = matrix[pivot]!;
  const scale = 1 / row[pivot]!;
  for (let k = 0; k < row.length; k++) row[k]! *= scale;
  right[pivot]! *= scale;
  for (let i = 0; i < matrix.length; i++) {
    const factor = matrix[i]![pivot]!;
    if (i === pivot || factor === 0) continue;
    for (let k = 0; k < row.length; k++) matrix[i]![k]! -= factor * row[k]!;
    right[i]! -= factor * right[pivot]!;
  }
}

/** The coefficients by which columns `x` (rows of observations) come nearest to `y`. */
export function leastSquares(x: readonly (readonly number[])[], y: readonly number[]): number[] {
  const columns = x[0]?.length ?? 0;
  // Columns are of different units: each is measured by its own size.
  const sizes = Array.from(
    { length: columns },
    (_, k) => Math.sqrt(x.reduce((sum, row) => sum + row[k]! ** 2, 0)) || 1,
  );
  const matrix = sizes.map((_, i) =>
    sizes.map((__, j) => x.reduce((sum, row) => sum + (row[i]! / sizes[i]!) * (row[j]! / sizes[j]!), 0)),
  );
  const right = sizes.map((size, k) => x.reduce((sum, row, n) => sum + (row[k]! / size) * y[n]!, 0));
  return solve(matrix, right).map((value, k) => value / sizes[k]!);
}
