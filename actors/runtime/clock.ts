/** Time as the runtime's adapters see it: a test's passes when the test says so. */
export interface Clock {
  /** Epoch ms. */
  now(): number;
  /** Runs `work` once it is `at` (epoch ms) or later; soon when that has passed. */
  at(at: number, work: () => void): void;
}
