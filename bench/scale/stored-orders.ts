import { orderAggregate } from "#actors/order/aggregate.ts";
import { emptyFold, type Fold } from "#actors/runtime/activation/fold.ts";
import { settle, takeTurn } from "#actors/runtime/activation/turn.ts";
import type { Commit } from "#contracts/log/commit.ts";
import type { OrderCommand } from "#contracts/order/commands.ts";
import type { Price } from "#contracts/pricing/price.ts";
import { AccountId, monthOf, toBase32 } from "#contracts/shared/ids.ts";

const price: Price = {
  currency: "EUR",
  bookVersion: 1,
  quantity: 1,
  lines: [
    { code: "goods", label: "Classic band, 4 mm", amount: 129_00 },
    { code: "packaging", label: "Packaging", amount: 4_50 },
  ],
  net: 133_50,
  taxPermille: 190,
  tax: 25_37,
  total: 158_87,
};

const trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

/** The id of the order of this number: of this month, so that more could be created beside it. */
export function storedOrderId(number: number, at: string): string {
  const digest = new Bun.CryptoHasher("sha256").update(`stored ${number}`).digest();
  return `ord_${monthOf(at)}${toBase32(digest.subarray(0, 15))}`;
}

/** The commits of an order that was placed and priced, as the decider makes them for `owner`. */
function lifeOf(owner: string, at: string): Commit[] {
  const commands: OrderCommand[] = [
    {
      type: "PlaceOrder",
      owner: AccountId.parse(owner),
      channel: "partner",
      goods: { kind: "ready-made", sku: "band-classic-4mm" },
      country: "DE",
      reference: "stored",
      contractLimit: 100,
      choice: { quantity: 1 },
    },
    { type: "RecordPrice", submission: 1, price, findings: [], acceptBy: at },
  ];
  const commits: Commit[] = [];
  let fold: Fold = emptyFold(orderAggregate);
  for (const [i, command] of commands.entries()) {
    const id = `command-${i}`.padEnd(27, "x");
    const message = {
      kind: "command",
      aggregate: "",
      command,
      id,
      fingerprint: id,
      by: owner,
      at,
      deadline: 0,
      trace,
    } as const;
    const turn = takeTurn(orderAggregate, fold, [message]);
    if (!turn.commit) throw new Error(`${command.type}: ${JSON.stringify(turn.answers)}`);
    commits.push(turn.commit);
    fold = settle(fold, { ...turn, commit: turn.commit }, i + 1);
  }
  return commits;
}

/** Makes commits of many orders alike: the decider decides once, and each order has ids and a predecessor of its own. */
export function storedLives(owner: string, at: string) {
  const template = lifeOf(owner, at);
  return {
    length: template.length,
    commit: (id: string, index: number, prev: number): Commit => {
      const life = template[index];
      if (!life) throw new RangeError(`a stored order has ${template.length} commits`);
      const commands = life.commands.map((command) => ({ ...command, id: `${id}-${index}` }));
      return { ...life, prev, commands };
    },
  };
}
