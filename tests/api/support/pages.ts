import type { OrderSummary } from "#contracts/api/orders.ts";
import { type Api, expectOk } from "#dev/client/api.ts";

/** One page of a list of orders. */
export interface Page {
  readonly items: readonly OrderSummary[];
  readonly next?: string;
  readonly stale: boolean;
}

export const page = async (api: Api, path: string, headers?: Record<string, string>): Promise<Page> =>
  expectOk(await api.get(path, headers));

export const idsOf = ({ items }: Page) => items.map(({ id }) => id as string);

/** The ids on all pages, followed cursor by cursor, and how many pages they were. */
export async function allPages(api: Api, path: string, headers: Record<string, string>) {
  const ids: string[] = [];
  let pages = 0;
  let next: string | undefined;
  do {
    const cursor = next === undefined ? "" : `&cursor=${encodeURIComponent(next)}`;
    const answer = await page(api, `${path}${cursor}`, headers);
    ids.push(...idsOf(answer));
    next = answer.next;
    pages++;
  } while (next !== undefined);
  return { ids, pages };
}
