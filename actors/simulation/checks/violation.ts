/** Something that must never be, and was. */
export interface Violation {
  /** Which check saw it. */
  readonly check: string;
  readonly detail: string;
}
