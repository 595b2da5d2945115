/** How a check, or a run of tests, went. */
export interface Outcome {
  passed: number;
  failed: number;
  skipped: number;
  /** What to show the person when something failed. */
  output: string;
}

/** A step of `check` or `test`, counted as one or, for tests, as many as there are. */
export interface Step {
  name: string;
  run: () => Promise<Outcome>;
}

/** A step that either holds or does not. */
export const verdict = (holds: boolean, output: string): Outcome => ({
  passed: holds ? 1 : 0,
  failed: holds ? 0 : 1,
  skipped: 0,
  output,
});
