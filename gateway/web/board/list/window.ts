/** Which rows of a long list are drawn. */
export interface Window {
  readonly from: number;
  /** Not drawn itself. */
  readonly to: number;
}

/** Drawn beyond what is seen, so that a quick scroll meets rows. */
const beyond = 6;

export function windowOf(scrollTop: number, height: number, rowHeight: number, count: number): Window {
  const first = Math.floor(scrollTop / rowHeight);
  const last = Math.ceil((scrollTop + height) / rowHeight);
  return { from: Math.max(0, first - beyond), to: Math.min(count, last + beyond) };
}
