import { randomUUID } from "node:crypto";
import type { Send } from "#actors/client.ts";
import { currentTraceparent, withSpan } from "#actors/client.ts";
import { fingerprintOf } from "#contracts/command/fingerprint.ts";
import type { Accepted, CommandMessage } from "#contracts/command/message.ts";
import type { Principal } from "#contracts/shared/principal.ts";
import { ProblemError } from "../problem.ts";
import { sha256 } from "../sha256.ts";
import type { RecordCommand } from "../telemetry/metrics.ts";

/** How long a client waits for a command, ms; after that the outcome is unknown and the same key finds out. */
const commandWithinMs = 5_000;

/** One request to change something: who, under which idempotency key, on what they saw. */
export interface Intent {
  readonly principal: Principal;
  /** The client's key, or undefined when it sent none: then every request is a new one. */
  readonly key: string | undefined;
  readonly ifVersion?: number | undefined;
  /** Only if the aggregate belongs to the one who asks. */
  readonly own?: boolean;
  /** What a retry must say again; the command itself unless it holds things made up for this attempt. */
  readonly parameters?: unknown;
}

export interface DispatchDeps {
  readonly send: Send;
  /** Epoch ms. */
  readonly now: () => number;
  readonly record: RecordCommand;
}

const commandIdOf = ({ principal, key }: Intent): string =>
  sha256(`${principal.id}\n${key ?? randomUUID()}`)
    .toString("base64url")
    .slice(0, 27);

/** Sends commands to actors and turns every answer but acceptance into a problem. */
export function dispatcher({ send, now, record }: DispatchDeps) {
  function message(aggregate: string, command: CommandMessage["command"], intent: Intent): CommandMessage {
    const { principal, ifVersion, own, parameters = command } = intent;
    const trace = currentTraceparent();
    return {
      kind: "command",
      aggregate,
      command,
      id: commandIdOf(intent),
      fingerprint: fingerprintOf([command.type, parameters]),
      by: principal.id,
      at: new Date(now()).toISOString(),
      deadline: now() + commandWithinMs,
      ...(ifVersion === undefined ? {} : { ifVersion }),
      ...(own ? { ifOwner: principal.id } : {}),
      ...(trace === undefined ? {} : { trace }),
    };
  }

  return async (aggregate: string, command: CommandMessage["command"], intent: Intent): Promise<Accepted> =>
    withSpan(command.type, { aggregate }, async () => {
      const started = performance.now();
      const reply = await send(message(aggregate, command, intent));
      const outcome = reply.kind === "refused" ? reply.code : reply.kind === "unavailable" ? reply.reason : reply.kind;
      record((performance.now() - started) / 1_000, { type: command.type, outcome });
      if (reply.kind === "accepted") return reply;
      if (reply.kind === "refused") throw new ProblemError(reply.code);
      if (reply.kind === "unavailable") throw ProblemError.unavailable(reply);
      throw new ProblemError("service/failed");
    });
}
export type Dispatch = ReturnType<typeof dispatcher>;
