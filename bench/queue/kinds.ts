import type { OrderCommand } from "#contracts/order/commands.ts";
import type { Price } from "#contracts/pricing/price.ts";
import { AccountId, ModelId, OperatorId, toBase32 } from "#contracts/shared/ids.ts";

/** Where an order has come to. At every size as many are in work; approved ones and history grow. */
export type Kind = "approved" | "at-risk" | "started" | "completed" | "packing" | "closed";

const inWork: readonly Kind[] = ["started", "started", "completed", "packing"];
const materials = ["silver-925", "gold-14k", "bronze"] as const;
const operatorCount = 20;
const companyCount = 40;

const serial = (n: number): string => toBase32(new Uint8Array(new BigUint64Array([BigInt(n), 0n]).buffer));
export const operatorOf = (n: number) => OperatorId.parse(`opr_${serial(Math.floor(n / 24) % operatorCount)}`);
const companyOf = (n: number) => AccountId.parse(`acc_${serial(n % companyCount)}`);

/**
 * What order number `n` is: of the first thousand 167 are in work, eight or twelve of each of twenty operators; an eighth
 * of all is approved and waits, half of that at risk, so that a page of each filter is full at every size; the rest is closed.
 */
export function kindOf(n: number): Kind {
  if (n < 1_000 && n % 6 === 0) return inWork[(n / 6) % inWork.length] ?? "started";
  if (n % 8 !== 1) return "closed";
  return n % 16 === 1 ? "at-risk" : "approved";
}

/** The texts that tell one order from the next; a life is decided once with those of `sample` in their place. */
export interface Texts {
  readonly owner: AccountId;
  readonly operator: OperatorId;
  readonly modelId: ModelId;
  readonly sha256: string;
  readonly reference: string;
  readonly material: string;
  readonly trackingNumber: string;
}

export const referenceOf = (n: number): string => `PO-2026-${String(n).padStart(7, "0")}`;

export function textsOf(n: number): Texts {
  const digest = new Bun.CryptoHasher("sha256").update(`model ${n}`).digest();
  return {
    owner: companyOf(n),
    operator: operatorOf(n),
    modelId: ModelId.parse(`mdl_${toBase32(digest.subarray(0, 15))}`),
    sha256: digest.toString("hex"),
    reference: referenceOf(n),
    material: materials[Math.floor(n / 8) % materials.length] ?? "bronze",
    trackingNumber: `TRACK-${n}`,
  };
}

const price: Price = {
  currency: "EUR",
  bookVersion: 3,
  quantity: 2,
  lines: [
    { code: "material", label: "Metal, with loss", amount: 61_40 },
    { code: "setup", label: "Setup", amount: 18_00 },
    { code: "finishing", label: "Polished", amount: 24_00 },
    { code: "discount", label: "Quantity discount", amount: -3_10 },
  ],
  net: 100_30,
  taxPermille: 190,
  tax: 19_06,
  total: 119_36,
  weightsGrams: { poured: 9.81, cast: 6.04, delivered: 5.72 },
  leadTimeDays: 21,
  metalFix: 7,
};

/** The commands of a life, with the instants until which a price stands and a promise holds. */
export function commandsOf(kind: Kind, texts: Texts, at: (days: number) => string): OrderCommand[] {
  const { owner, operator, modelId, sha256, reference, material, trackingNumber } = texts;
  const model = { modelId, name: "ring.stl", unit: "mm", bytes: 1_250_084, sha256 } as const;
  const choice = { material, finishing: "polished", quantity: 2 };
  const approved: OrderCommand[] = [
    {
      ...{ type: "PlaceOrder", owner, channel: "partner", goods: { kind: "model" }, country: "DE" },
      ...{ reference, contractLimit: 1_000_00, model, choice },
    },
    { type: "RecordPrice", submission: 1, price, sha256, acceptBy: at(14), findings: [] },
    { type: "ApproveManufacturing", promiseBy: at(21) },
  ];
  const made: OrderCommand[] = [
    { type: "StartManufacturing", operator },
    { type: "CompleteManufacturing", operator },
    { type: "StartPackaging" },
    { type: "ShipOrder", carrier: "Parcel service", trackingNumber },
    { type: "CloseOrder", trackingNumber },
  ];
  if (kind === "at-risk") return [...approved, { type: "RecordRisk", projected: at(23) }];
  return [...approved, ...made.slice(0, { approved: 0, started: 1, completed: 2, packing: 3, closed: 5 }[kind])];
}
