import type { OrderCommand } from "#contracts/order/commands.ts";
import type { OrderEvent } from "#contracts/order/events.ts";
import { evolveOrder, type Order } from "#contracts/order/order.ts";
import { type legalIn, refusalOf } from "#contracts/order/rules.ts";
import { agreedPrice } from "#contracts/pricing/agreed-price.ts";
import { type Decider, type Given, type Rejection, reject } from "../runtime/decider.ts";
import { acceptance } from "./price.ts";
import { approve, production, promises, start, startAssigned } from "./production.ts";

type State = Order | undefined;
type Decision = readonly OrderEvent[] | Rejection;
type Legal = keyof typeof legalIn;
type Of<Type> = Extract<OrderCommand, { type: Type }>;

const fact = ({ at }: Given) => ({ v: 1, at }) as const;

/** A row for an existing order: refused when the rules say so, else what `then` makes of it. */
const on =
  <Type extends Legal>(type: Type, then: (order: Order, command: Of<Type>, given: Given) => Decision) =>
  (order: State, command: Of<Type>, given: Given): Decision => {
    if (!order) return reject("order/not-found");
    const refusal = refusalOf(order, type);
    return refusal ? reject(refusal) : then(order, command, given);
  };

const started = ({ type: _, ...facts }: Of<"StartOrder">, given: Given): OrderEvent => ({
  type: "OrderStarted",
  ...fact(given),
  ...facts,
});

const submit = (order: Order, { choice }: Pick<Of<"SubmitOrder">, "choice">, given: Given): Decision => {
  const made = order.goods.kind === "model";
  if (made && !(choice.material && choice.finishing)) return reject("order/no-choice");
  const { bytes, sha256 } = order.model ?? {};
  const known = { ...(bytes === undefined ? {} : { modelBytes: bytes }), ...(sha256 === undefined ? {} : { sha256 }) };
  return [{ type: "OrderSubmitted", ...fact(given), choice, submission: order.submission + 1, ...known }];
};

/** Starts, attaches and submits in one decision; each step obeys the rules of the command it stands for. */
function place(command: Of<"PlaceOrder">, given: Given): Decision {
  const { type: _, model, choice, quoted, ...opening } = command;
  const held = quoted ? { quoteId: quoted.quoteId } : {};
  const first = { ...started({ type: "StartOrder", ...opening }, given), ...held };
  let order = evolveOrder(undefined, first);
  const attached = model ? attach(order, { type: "AttachModel", model }, given) : [];
  if ("rejected" in attached) return attached;
  for (const event of attached) order = evolveOrder(order, event);
  const submitted = on("SubmitOrder", submit)(order, { type: "SubmitOrder", choice }, given);
  if ("rejected" in submitted) return submitted;
  return [first, ...attached, ...submitted, ...(quoted ? pricedBy(quoted, given) : [])];
}

/** What an accepted quote says is the order's price at once, and needs no further yes. */
function pricedBy(
  { quoteId: _, acceptedBy, ...found }: NonNullable<Of<"PlaceOrder">["quoted"]>,
  { at }: Given,
): OrderEvent[] {
  const { total } = found.price;
  return [
    { type: "PriceCalculated", v: 2, at, submission: 1, ...found },
    { type: "PriceAccepted", v: 1, at, total, by: acceptedBy, contract: false },
  ];
}

/** The order of a quote may be placed from two sides; the second finds it done. */
const isPlaced = ({ quoteId }: Order, { quoted }: Of<"PlaceOrder">) =>
  quoteId !== undefined && quoteId === quoted?.quoteId;

const attach = on("AttachModel", (_, { model }, given) => [{ type: "ModelAttached", ...fact(given), model }]);

const isCurrent = (order: Order, { submission }: { submission: number }) => submission === order.submission;

const isOver = (deadline: string | undefined, { at }: Given): boolean =>
  deadline !== undefined && Date.parse(at) >= Date.parse(deadline);

/** The order's life as a pure table: one row a command. */
export const orderDecider: Decider<State, OrderCommand, OrderEvent> = {
  initial: undefined,
  evolve: evolveOrder,
  decide: {
    StartOrder: (order, command, given) => (order ? reject("order/already-exists") : [started(command, given)]),
    PlaceOrder: (order, command, given) => {
      if (!order) return place(command, given);
      return isPlaced(order, command) ? [] : reject("order/already-exists");
    },
    AttachModel: attach,
    SubmitOrder: on("SubmitOrder", submit),
    RecordPrice: on("RecordPrice", (order, command, given) => {
      if (!isCurrent(order, command)) return reject("order/other-submission");
      const { type: _, ...found } = command;
      const calculated = { type: "PriceCalculated", v: 2, at: given.at, ...found } as const;
      return [calculated, ...acceptance(order, found.price, given)];
    }),
    RecordPricingFailure: on("RecordPricingFailure", (order, command, given) =>
      isCurrent(order, command)
        ? [{ type: "PricingFailed", ...fact(given), findings: command.findings }]
        : reject("order/other-submission"),
    ),
    AcceptPrice: on("AcceptPrice", ({ price, acceptBy }, _, given) => {
      if (!price) return reject("order/illegal-transition");
      // The timer may be late; the deadline is not.
      if (isOver(acceptBy, given)) return reject("order/price-expired");
      return [{ type: "PriceAccepted", ...fact(given), total: price.total, by: given.by, contract: false }];
    }),
    ExpirePrice: (order, command, given) => {
      if (!order) return reject("order/not-found");
      const isOpen = order.status === "PRICE_CALCULATED" && !order.accepted && !order.expiredAt;
      const isDue = isOpen && isCurrent(order, command) && isOver(order.acceptBy, given);
      return isDue ? [{ type: "PriceExpired", ...fact(given) }] : [];
    },
    OverridePrice: on("OverridePrice", (order, { net, reason }, given) => {
      if (!order.price) return reject("order/illegal-transition");
      const price = agreedPrice(order.price, net);
      const before = order.price.total;
      const event = { type: "PriceOverridden", ...fact(given), price, before, reason } as const;
      return [event, ...acceptance(order, price, given)];
    }),
    ApproveManufacturing: on("ApproveManufacturing", approve),
    StartManufacturing: on("StartManufacturing", start),
    StartAssigned: startAssigned,
    CompleteManufacturing: on("CompleteManufacturing", production.CompleteManufacturing),
    PauseWork: on("PauseWork", production.PauseWork),
    ContinueWork: on("ContinueWork", production.ContinueWork),
    ReturnToQueue: on("ReturnToQueue", production.ReturnToQueue),
    HandOver: on("HandOver", production.HandOver),
    ReworkOrder: on("ReworkOrder", production.ReworkOrder),
    ScrapOrder: on("ScrapOrder", production.ScrapOrder),
    UndoStage: on("UndoStage", production.UndoStage),
    StartPackaging: on("StartPackaging", production.StartPackaging),
    ShipOrder: on("ShipOrder", production.ShipOrder),
    ...promises,
    CloseOrder: on("CloseOrder", ({ shipment }, { trackingNumber }, given) =>
      trackingNumber === undefined || trackingNumber === shipment?.trackingNumber
        ? [{ type: "OrderClosed", ...fact(given), by: given.by }]
        : reject("order/tracking-mismatch"),
    ),
    CancelOrder: on("CancelOrder", (_, { reason }, given) => [{ type: "OrderCancelled", ...fact(given), reason }]),
    RejectOrder: on("RejectOrder", (_, { reason }, given) => [{ type: "OrderRejected", ...fact(given), reason }]),
    HoldOrder: on("HoldOrder", (_, { reason }, given) => [{ type: "OrderHeld", ...fact(given), reason }]),
    ResumeOrder: on("ResumeOrder", (_, __, given) => [{ type: "OrderResumed", ...fact(given) }]),
  },
};
