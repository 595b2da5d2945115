import type { Accepted, Refused, State } from "#contracts/command/message.ts";

/** What a client wishes: the parts of a message that stay the same in every attempt. */
export interface Wish {
  readonly kind: "command" | "read";
  readonly aggregate: string;
  readonly command: { readonly type: string };
  readonly id: string;
  readonly fingerprint: string;
  readonly ifVersion?: number;
  readonly ifOwner?: string;
}

/** One wish and what became of it. */
export interface Operation {
  readonly wish: Wish;
  readonly calledMs: number;
  /** When the answer came; Infinity while none has. */
  returnedMs: number;
  answer?: Accepted | Refused | State;
  /** The instants that gateways wrote into its attempts. */
  readonly ats: string[];
  /**
   * Whether no other attempt of it could still be decided when the answered one was sent. Only then does a refusal
   * say that the command will never be in the log.
   */
  isAlone: boolean;
  /** Given up by its client, which then does not know what became of it. */
  isAbandoned: boolean;
}
