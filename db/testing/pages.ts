import type { Page } from "../keyset.ts";
import type { OrderRow } from "../order-row.ts";

/** The ids on all pages of a list, followed cursor by cursor. */
export async function allPages(ask: (after: string | undefined) => Promise<Page<OrderRow>>): Promise<string[]> {
  const ids: string[] = [];
  let after: string | undefined;
  do {
    const page = await ask(after);
    ids.push(...page.items.map(({ id }) => id));
    after = page.next;
  } while (after !== undefined);
  return ids;
}
