/** Something the person at the keyboard can act on: shown as its one sentence, never as a stack trace. */
export class UserError extends Error {
  override readonly name = "UserError";
}
