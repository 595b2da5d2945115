import { z } from "zod";
import { demoPriceBook } from "#actors/pricing/tariff/demo-book.ts";
import { type Api, expectOk } from "#dev/client/api.ts";
import type { People } from "#dev/client/people.ts";
import { readyMade, silver } from "../../journeys/support/orders.ts";

const Ref = z.object({ $ref: z.string().transform((ref) => ref.slice(ref.lastIndexOf("/") + 1)) });
const InPlace = z.object({ name: z.string(), in: z.string(), required: z.boolean() });
type InPlace = z.infer<typeof InPlace>;
const Parameter = z.union([Ref, InPlace]);
const Described = z.object({
  parameters: z.array(Parameter),
  requestBody: z.object({ content: z.record(z.string(), z.object({ schema: z.unknown() }).partial()) }).optional(),
  security: z.array(z.unknown()),
});
/** As much of the served OpenAPI document as tells how to call each operation. */
const Description = z.object({ paths: z.record(z.string(), z.record(z.string(), Described)) });

/** One operation of the API as it is served. */
export interface Operation {
  /** Such as `POST /shop/v1/orders`. */
  readonly name: string;
  readonly method: string;
  readonly path: string;
  /** First part of the path: shop, partner, crm, mes, carrier, ops… */
  readonly side: string;
  readonly isPublic: boolean;
  /** A body that is accepted, when it takes JSON. */
  readonly body: object | undefined;
  readonly takesFile: boolean;
  readonly needsKey: boolean;
  readonly needsVersion: boolean;
  /** Whether it has a query at all, and as much of it as must be there. */
  readonly hasQuery: boolean;
  readonly query: string;
}

/** Well-formed ids of what does not exist. */
export const absent = {
  orderId: `ord_2611${"a".repeat(24)}`,
  quoteId: `quo_2611${"a".repeat(24)}`,
  modelId: `mdl_${"a".repeat(24)}`,
  accountId: `acc_${"a".repeat(24)}`,
  keyId: "a".repeat(16),
  letterId: "pricing_0-1",
  draftId: "a".repeat(16),
  version: "999999999",
  operatorId: `opr_${"a".repeat(16)}`,
};
export type Ids = Readonly<Record<keyof typeof absent, string>>;

const reason = "a good reason";
const place = { goods: readyMade, choice: { quantity: 1 }, country: "DE" };
const { version: _, ...bookDraft } = demoPriceBook;
/** A right body for each schema of the document. */
const examples: Readonly<Record<string, object>> = {
  SignIn: { email: "nobody@bezel.example", password: "not a password" },
  NewPerson: { email: "somebody@bezel.example", name: "Somebody", access: "customer" },
  NewAccount: { name: "A company", kind: "company" },
  NewApiKey: {},
  RequestQuote: place,
  EnterQuote: { ...place, accountId: absent.accountId },
  Requote: {},
  WhatIf: {},
  OverrideQuote: { net: 1_00, reason },
  ShopRequestUpload: { name: "ring.stl", bytes: 684 },
  FirstPriceBook: demoPriceBook,
  NewPriceBookDraft: bookDraft,
  RevisePriceBookDraft: { revision: 1, book: bookDraft },
  ApprovePriceBook: { revision: 1 },
  WithdrawPriceBook: { reason },
  NewMetalFix: { currency: "EUR", fineMinorPerKilogram: { gold: 101_000_00 } },
  Approval: {},
  Submit: silver,
  Nothing: {},
  Reason: { reason },
  RequestUpload: { name: "ring.stl", bytes: 684 },
  PartnerRequestUpload: { name: "ring.stl", bytes: 684 },
  CRMRequestUpload: { name: "ring.stl", bytes: 684, accountId: absent.accountId },
  StartOrder: { country: "DE" },
  PlaceOrder: place,
  EnterOrder: { ...place, accountId: absent.accountId },
  OverridePrice: { net: 1_00, reason },
  Ship: { carrier: "Parcel service", trackingNumber: "BZL-0001" },
  HandOver: { to: `opr_${"a".repeat(16)}` },
  ChangeShift: { shift: "on" },
  WorkshopSettings: {},
  NewOperator: { operator: `opr_${"b".repeat(16)}` },
  ChangeOperator: { cap: 5 },
  Assign: {},
  LedgerCorrection: { operator: `opr_${"a".repeat(16)}`, amount: 1, currency: "EUR", reason },
  Delivery: { orderId: absent.orderId, trackingNumber: "BZL-0001", status: "delivered" },
};

function exampleOf(name: string, schema: unknown): object {
  const ref = Ref.safeParse(schema);
  const example = ref.success ? examples[ref.data.$ref] : undefined;
  if (!example) throw new Error(`${name} has a body without an example here`);
  return example;
}

/** Parameters of queries that name nothing of ours. */
const inQueries: Readonly<Record<string, string>> = {
  ...absent,
  period: "2026-11",
  country: "DE",
  material: silver.material,
  finishing: silver.finishing,
};

/** What must be in the query, by right values. */
function queryOf(name: string, parameters: readonly InPlace[]): string {
  const needed = parameters.filter(({ required }) => required);
  const values = needed.map((parameter) => {
    const value = inQueries[parameter.name];
    if (!value) throw new Error(`${name} has a query without an example here`);
    return [parameter.name, value];
  });
  return new URLSearchParams(values).toString();
}

function operation(method: string, path: string, described: z.infer<typeof Described>): Operation {
  const name = `${method.toUpperCase()} ${path}`;
  const { parameters, requestBody, security } = described;
  const json = requestBody?.content["application/json"];
  const inQuery = parameters.filter((given) => "in" in given && given.in === "query") as InPlace[];
  const refers = (to: string) => parameters.some((given) => "$ref" in given && given.$ref === to);
  return {
    name,
    method: method.toUpperCase(),
    path,
    side: path.split("/")[1] ?? "",
    isPublic: security.length === 0,
    body: json && exampleOf(name, json.schema),
    takesFile: requestBody !== undefined && json === undefined,
    needsKey: refers("IdempotencyKeyRequired"),
    needsVersion: refers("IfMatchRequired"),
    hasQuery: inQuery.length > 0,
    query: queryOf(name, inQuery),
  };
}

/** Every operation the node serves, as its own description says. */
export async function servedOperations(api: Api): Promise<Operation[]> {
  const { paths } = Description.parse(expectOk(await api.get("/openapi/json")));
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => operation(method, path, described)),
  );
}

/** Who may use which side; administrators may use all. */
export const sideOf: Readonly<Record<string, keyof People>> = {
  shop: "customer",
  partner: "partner",
  crm: "seller",
  mes: "operator",
  carrier: "carrier",
  ops: "admin",
};

export interface Wrong {
  readonly ids?: Partial<Ids>;
  /** In place of the right body, as text. */
  readonly text?: string;
  /** Beside what must be there. */
  readonly query?: string;
  readonly headers?: Record<string, string>;
}

/** Calls an operation with all it needs, on what does not exist, but for what is given. */
export function call(api: Api, { method, path, ...needs }: Operation, { ids, text, query = "", headers }: Wrong = {}) {
  const given = { ...absent, ...ids };
  const address = path.replace(/\{(\w+)\}/g, (_, id: keyof Ids) => encodeURIComponent(given[id]));
  const json = text ?? (needs.body && JSON.stringify(needs.body));
  return api.call(`${address}?${needs.query}&${query}`, {
    method,
    ...(json === undefined ? {} : { bytes: new TextEncoder().encode(json) }),
    headers: {
      ...(json === undefined ? {} : { "content-type": "application/json" }),
      ...(needs.needsKey ? { "idempotency-key": crypto.randomUUID() } : {}),
      ...(needs.needsVersion ? { "if-match": '"1"' } : {}),
      ...headers,
    },
  });
}
