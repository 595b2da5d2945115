import { signal } from "@preact/signals";
import type { LedgerPage } from "#contracts/api/workshop.ts";
import { call } from "../orders/call.ts";

/** The month whose pay is shown, such as 2026-11; the ledger's months are of UTC. */
export const period = signal(new Date().toISOString().slice(0, 7));
/** What has been read of that month's pay; a page more with every asking. */
export const pay = signal<LedgerPage | "reading" | "failed">("reading");

/** The month `by` months after another. */
export function monthAfter(month: string, by: number): string {
  const [year = 0, number = 1] = month.split("-").map(Number);
  return new Date(Date.UTC(year, number - 1 + by)).toISOString().slice(0, 7);
}

function read(month: string, before?: LedgerPage): void {
  const cursor = before?.next === undefined ? "" : `&cursor=${encodeURIComponent(before.next)}`;
  const show = (what: LedgerPage | "failed") => {
    if (period.value === month) pay.value = what;
  };
  call<LedgerPage>({ path: `/mes/v1/ledger?period=${month}${cursor}` }).then(
    (page) => show({ ...page, items: [...(before?.items ?? []), ...page.items] }),
    () => show("failed"),
  );
}

/** Shows what was earned in a month. */
export function readPay(month: string): void {
  period.value = month;
  pay.value = "reading";
  read(month);
}

/** Shows a page more of the same month. */
export const readMorePay = (shown: LedgerPage): void => read(period.value, shown);
