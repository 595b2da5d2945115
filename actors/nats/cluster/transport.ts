import { headers, type Msg, RequestError } from "@nats-io/transport-node";
import { ActorMessage, Reply } from "#contracts/command/message.ts";
import type { Names } from "#contracts/shared/subjects.ts";
import type { Send } from "../../runtime/activation/host.ts";
import type { Registry } from "../../runtime/aggregate.ts";
import { NoNode } from "../../runtime/placement/router.ts";
import { probeWithinMs } from "../../runtime/placement/waits.ts";
import { SpanKind, withSpan } from "../../runtime/tracing.ts";
import type { Nats } from "../connection.ts";
import { extractTrace, injectTrace } from "../trace-headers.ts";

/** What this release does not know is another release's: the sender goes on to a node that may understand it. */
const notUnderstood: Reply = { kind: "unavailable", reason: "unreadable" };

/** What came over the wire as a message this release understands, or undefined. */
function parse(find: Registry, data: Msg): ActorMessage | undefined {
  const message = ActorMessage.safeParse(data.json());
  if (!message.success) return undefined;
  if (message.data.kind === "read") return message.data;
  const command = find(message.data.aggregate)?.command.safeParse(message.data.command);
  return command?.success ? { ...message.data, command: command.data } : undefined;
}

/** Asks the actor here, in a span below the sender's. */
function sendTraced(send: Send, message: ActorMessage, { headers }: Msg): Promise<Reply> {
  const what = message.kind === "command" ? message.command.type : "read";
  const cause = { parent: extractTrace(headers), kind: SpanKind.SERVER };
  return withSpan(`answer ${what}`, { aggregate: message.aggregate }, () => send(message), cause);
}

/**
 * Answers the messages other nodes send to this one, and their questions whether it is there. `stop` ends the messages
 * and resolves once all that was sent here has come; `close` ends the signs of life, when nobody waits any more.
 */
export function serveActors({ nc }: Nats, names: Names, nodeId: string, find: Registry, send: Send) {
  const answer = async (request: Msg) => {
    const message = parse(find, request);
    const reply = message ? await sendTraced(send, message, request) : notUnderstood;
    request.respond(JSON.stringify(reply));
  };
  const messages = nc.subscribe(names.commandsTo(nodeId), {
    callback: (error, request) => {
      // A request that cannot be answered is left to its sender's deadline.
      if (!error) answer(request).catch(() => {});
    },
  });
  const pings = nc.subscribe(names.pingTo(nodeId), { callback: (_, ping) => void ping.respond() });
  return { stop: (): Promise<void> => messages.drain(), close: (): void => pings.unsubscribe() };
}

/** Throws NoNode in place of the client library's word for it. */
async function asked(nodeId: string, answer: Promise<Msg>): Promise<Msg> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof RequestError && error.isNoResponders()) throw new NoNode(nodeId);
    throw error;
  }
}

/** Asks other nodes over core NATS. Both throw NoNode when nobody listens there. */
export function actorClient({ nc }: Nats, names: Names) {
  const request = async (nodeId: string, message: ActorMessage, timeoutMs: number): Promise<Reply> => {
    const options = { timeout: timeoutMs, headers: injectTrace(headers()) };
    const answer = await asked(nodeId, nc.request(names.commandsTo(nodeId), JSON.stringify(message), options));
    return Reply.parse(answer.json());
  };
  const probe = async (nodeId: string): Promise<void> => {
    await asked(nodeId, nc.request(names.pingTo(nodeId), "", { timeout: probeWithinMs }));
  };
  return { request, probe };
}
