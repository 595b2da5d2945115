import { createHash } from "node:crypto";
import { demoPriceBook } from "#actors/pricing/tariff/demo-book.ts";
import type { AccountCommand } from "#contracts/account/account.ts";
import { AccountId, CustomerId, mainPriceBook, OperatorId, SellerId, toBase32 } from "#contracts/shared/ids.ts";
import type { WorkshopCommand } from "#contracts/workshop/commands.ts";
import { everySkill } from "#contracts/workshop/stages.ts";
import type { Person } from "#db/identity/queries.ts";

/** Ids and secrets of the demonstration follow from the installation's secret, so that a second set-up changes nothing. */
const derived = (secret: string, name: string, bytes: number): string =>
  toBase32(createHash("sha256").update(`${secret}\ndemo\n${name}`).digest().subarray(0, bytes));

const people = [
  { name: "Demo customer", email: "customer@bezel.example", access: "customer", id: CustomerId, prefix: "cus" },
  { name: "Demo seller", email: "seller@bezel.example", access: "seller", id: SellerId, prefix: "sel" },
  { name: "Demo operator 1", email: "operator@bezel.example", access: "operator", id: OperatorId, prefix: "opr" },
  { name: "Demo operator 2", email: "operator2@bezel.example", access: "operator", id: OperatorId, prefix: "opr" },
  { name: "Demo administrator", email: "admin@bezel.example", access: "admin", id: SellerId, prefix: "sel" },
  // A price book is approved by somebody who did not write it.
  { name: "Demo administrator 2", email: "admin2@bezel.example", access: "admin", id: SellerId, prefix: "sel" },
] as const;

/** The people of the demonstration, with passwords nobody else has. */
export const demoPeople = (secret: string): (Person & { password: string })[] =>
  people.map(({ name, email, access, id, prefix }) => ({
    id: id.parse(`${prefix}_${derived(secret, email, 10)}`),
    name,
    email,
    access,
    password: derived(secret, `password of ${email}`, 10),
  }));

/** In demonstrations two people do the work of many, so they may have more in hand than anybody could. */
const demoCap = 1_000;

/** The demonstration's operators can make everything. */
export const demoOperators = (secret: string): WorkshopCommand[] =>
  demoPeople(secret)
    .filter(({ access }) => access === "operator")
    .map(({ id, name }) => ({
      ...{ type: "RegisterOperator", operator: OperatorId.parse(id), name },
      ...{ skills: [everySkill], cap: demoCap },
    }));

/** What they get for a finished job. */
export const demoPay = {
  type: "ConfigureWorkshop",
  pay: { amount: 12_50, currency: "EUR" },
} as const satisfies WorkshopCommand;

export interface DemoAccount {
  readonly name: string;
  readonly accountId: AccountId;
  readonly apiKey: string;
  readonly commands: readonly AccountCommand[];
}

const accounts = [
  { name: "Demo partner", kind: "company", contractLimit: 500_000 },
  { name: "Demo carrier", kind: "carrier", contractLimit: 0 },
] as const;

/** One partner with a contract and one carrier, each with an API key. */
export const demoAccounts = (secret: string): DemoAccount[] =>
  accounts.map(({ name, kind, contractLimit }) => {
    const accountId = AccountId.parse(`acc_${derived(secret, name, 10)}`);
    const keyId = derived(secret, `key of ${name}`, 10);
    const keySecret = derived(secret, `key secret of ${name}`, 20);
    const secretHash = createHash("sha256").update(keySecret).digest("hex");
    return {
      name,
      accountId,
      apiKey: `bz_${accountId.slice(4)}_${keyId}_${keySecret}`,
      commands: [
        { type: "OpenAccount", accountId, name, kind, contractLimit },
        { type: "IssueApiKey", keyId, secretHash },
      ],
    };
  });

export const demoBook = {
  aggregate: mainPriceBook,
  command: { type: "PublishPriceBook", book: demoPriceBook },
} as const;
