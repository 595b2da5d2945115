import { Elysia } from "elysia";
import { z } from "zod";
import { NothingBody, WriteAnswer } from "#contracts/api/orders.ts";
import type { Accepted } from "#contracts/command/message.ts";
import type { OrderCommand } from "#contracts/order/commands.ts";
import type { OrderAction } from "#contracts/order/rules.ts";
import { OrderId } from "#contracts/shared/ids.ts";
import type { Access, Principal } from "#contracts/shared/principal.ts";
import type { GatewayDeps } from "../deps.ts";
import { parameter } from "../openapi/parameters.ts";
import { only } from "../plugins/auth.ts";
import { noteOrder } from "../telemetry/exchange.ts";
import { etagOf, idempotencyKey, ifMatch, requiredIfMatch } from "./conditions.ts";
import type { Intent } from "./dispatch.ts";
import { positionHeader, positionOfWrite } from "./lists.ts";
import { type Verbs, writeAnswer } from "./views.ts";

/** One thing a side can do with an order: `POST /orders/{orderId}/{verb}`. */
export interface Verb<Body = unknown> {
  readonly action: OrderAction;
  readonly summary: string;
  readonly body: z.ZodType<Body>;
  /** A person decides on what they saw, and must say which version that was. */
  readonly onWhatWasSeen: boolean;
  readonly command: (body: Body, principal: Principal) => OrderCommand;
  /** Where somebody else has a say first; the order itself when left out. */
  readonly through?: Through;
}

/** Sends an order's command, perhaps after something else. Throws ProblemError. */
export type Through = (deps: GatewayDeps, id: OrderId, command: OrderCommand, intent: Intent) => Promise<Accepted>;
const straight: Through = ({ orders }, id, command, intent) => orders.act(id, command, intent);

/** A verb with its body's type kept; tables hold them without. */
export const verb = <Body>(given: Verb<Body>): Verb => given as unknown as Verb;

/** A verb without parameters. */
export const plain = (action: OrderAction, type: "plain" | "seen", summary: string): Verb =>
  verb({
    action,
    summary,
    body: NothingBody,
    onWhatWasSeen: type === "seen",
    command: () => ({ type: action }) as OrderCommand,
  });

export interface Side {
  readonly prefix: string;
  readonly tag: string;
  readonly access: readonly Access[];
  /** Sees and touches only what is its own. */
  readonly own: boolean;
  /** Programs must send an Idempotency-Key. */
  readonly keyRequired: boolean;
  readonly verbs: Readonly<Record<string, Verb>>;
  /** The route that takes an order's model, where there is one: a step of its own in `next`. */
  readonly upload?: string;
}

/** The side's word for each action, for `next` in answers. */
export function verbNames(side: Side): Verbs {
  const known = namesOfSide.get(side);
  if (known) return known;
  const { verbs, upload } = side;
  const names: Verbs = {
    ...Object.fromEntries(Object.entries(verbs).map(([name, { action }]) => [action, name])),
    ...(upload === undefined ? {} : { AttachModel: upload }),
  };
  namesOfSide.set(side, names);
  return names;
}
const namesOfSide = new WeakMap<Side, Verbs>();

/** What a write is answered with, and its headers: the new version, and where in the log it stands. */
export function answerWrite(
  { hub, names }: GatewayDeps,
  side: Side,
  set: { headers: Record<string, string | number> },
  id: string,
  accepted: { version: number; seq: number; outcome?: unknown },
): WriteAnswer {
  set.headers["etag"] = etagOf(accepted.version);
  set.headers[positionHeader] = positionOfWrite(hub.position(), names.streamOf(id), accepted.seq);
  return writeAnswer(id, accepted, verbNames(side));
}

/** What a creation is answered with: the write's answer, and where the new order is. */
export function answerCreated(
  deps: GatewayDeps,
  side: Side,
  { request, set }: { request: Request; set: { headers: Record<string, string | number>; status?: number | string } },
  accepted: { id: string; version: number; seq: number; outcome?: unknown },
): WriteAnswer {
  noteOrder(request, accepted.id); // Its path does not name the order yet.
  set.status = 201;
  set.headers["location"] = `${side.prefix}/orders/${accepted.id}`;
  return answerWrite(deps, side, set, accepted.id, accepted);
}

/** The routes of a side's verbs: parse, send, answer. */
export function verbRoutes(deps: GatewayDeps, side: Side) {
  const app = new Elysia().use(only(deps.authenticate, ...side.access));
  for (const [name, { summary, body, onWhatWasSeen, command, through = straight }] of Object.entries(side.verbs)) {
    app.post(
      `/orders/:orderId/${name}`,
      async ({ params: { orderId }, body: given, headers, principal, set }) => {
        const accepted = await through(deps, orderId, command(given, principal), {
          principal,
          key: idempotencyKey(headers, side.keyRequired),
          ifVersion: onWhatWasSeen ? requiredIfMatch(headers) : ifMatch(headers),
          own: side.own,
        });
        return answerWrite(deps, side, set, orderId, accepted);
      },
      {
        params: z.object({ orderId: OrderId }),
        body,
        response: { 200: WriteAnswer },
        detail: {
          summary,
          tags: [side.tag],
          parameters: [parameter(onWhatWasSeen ? "IfMatchRequired" : "IfMatch")],
        },
      },
    );
  }
  return app;
}
