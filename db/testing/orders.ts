import { orderAggregate } from "#actors/order/aggregate.ts";
import { emptyFold, type Fold } from "#actors/runtime/activation/fold.ts";
import { settle, takeTurn } from "#actors/runtime/activation/turn.ts";
import type { OrderCommand } from "#contracts/order/commands.ts";
import type { Order } from "#contracts/order/order.ts";
import type { Price } from "#contracts/pricing/price.ts";
import { AccountId, CustomerId, ModelId, OperatorId, type OwnerId, toBase32 } from "#contracts/shared/ids.ts";
import type { MemoryLog } from "./memory-log.ts";

const serial = (n: number): string => toBase32(new Uint8Array(new BigUint64Array([BigInt(n), 0n]).buffer));

export const orderId = (n: number): string => `ord_2601${serial(n)}`;
export const customer = (n: number) => CustomerId.parse(`cus_${serial(n)}`);
export const company = (n: number) => AccountId.parse(`acc_${serial(n)}`);
export const operator = (n: number) => OperatorId.parse(`opr_${serial(n)}`);

export const model = { modelId: ModelId.parse(`mdl_${serial(1)}`), name: "ring.stl", unit: "mm", bytes: 84 } as const;
export const choice = { material: "silver-925", finishing: "polished", quantity: 1 } as const;

export const price = (net: number): Price => ({
  currency: "EUR",
  bookVersion: 1,
  quantity: 1,
  lines: [{ code: "material", label: "Silver", amount: net }],
  net,
  taxPermille: 200,
  tax: Math.round(net / 5),
  total: net + Math.round(net / 5),
});

export const start = (owner: OwnerId = customer(1), reference?: string): OrderCommand => ({
  type: "StartOrder",
  owner,
  channel: "shop",
  goods: { kind: "model" },
  country: "DE",
  ...(reference !== undefined && { reference }),
});

/** Far ahead of every test's time. */
export const acceptBy = "2027-01-01T00:00:00.000Z";

/** Commands that carry an order of a private customer through all ten statuses. */
export const wholeLife = (owner: OwnerId = customer(1)): OrderCommand[] => [
  start(owner),
  { type: "AttachModel", model },
  { type: "SubmitOrder", choice },
  { type: "RecordPrice", submission: 1, price: price(100_00), acceptBy, findings: [] },
  { type: "AcceptPrice" },
  { type: "ApproveManufacturing" },
  { type: "StartManufacturing", operator: operator(1) },
  { type: "CompleteManufacturing", operator: operator(1) },
  { type: "StartPackaging" },
  { type: "ShipOrder", carrier: "Post", trackingNumber: "TRACK-1" },
  { type: "CloseOrder", trackingNumber: "TRACK-1" },
];

/** Carries out commands with the real decider and writes their commits into a log. Time moves a second a command. */
export class Orders {
  readonly #folds = new Map<string, Fold>();
  #given = 0;

  constructor(readonly log: MemoryLog) {}

  state(id: string): Order | undefined {
    return this.#folds.get(id)?.state as Order | undefined;
  }

  /** Commands of one commit, all accepted. */
  commit(id: string, ...commands: OrderCommand[]): void {
    const fold = this.#folds.get(id) ?? emptyFold(orderAggregate);
    const turn = takeTurn(
      orderAggregate,
      fold,
      commands.map((command) => this.#message(id, command)),
    );
    const refused = turn.answers.find(({ kind }) => kind === "refused");
    if (!turn.commit || refused) throw new Error(`${id}: ${JSON.stringify(refused ?? "nothing happened")}`);
    const { seq } = this.log.append(id, turn.commit);
    this.#folds.set(id, settle(fold, { ...turn, commit: turn.commit }, seq));
  }

  /** A commit for each command. */
  live(id: string, commands: readonly OrderCommand[]): void {
    for (const command of commands) this.commit(id, command);
  }

  #message(aggregate: string, command: OrderCommand) {
    this.#given += 1;
    const at = new Date(Date.UTC(2026, 0, 5) + this.#given * 1_000).toISOString();
    const id = `command-${this.#given}`;
    return { kind: "command", aggregate, command, id, fingerprint: id, by: "sys_test", at, deadline: 0 } as const;
  }
}
