import { useEffect } from "preact/hooks";
import type { LedgerEntry, LedgerPage } from "#contracts/api/workshop.ts";
import { money } from "../../client/money.ts";
import { numberOf } from "../orders/item.ts";
import { dayAndTime } from "../words.ts";
import { monthAfter, pay, period, readMorePay, readPay } from "./pay.ts";

const kindWords: Readonly<Record<LedgerEntry["kind"], string>> = {
  made: "Made",
  undone: "Taken back",
  scrapped: "Scrapped",
  correction: "Corrected",
};

const monthWords = (month: string): string =>
  new Intl.DateTimeFormat("en-GB", { month: "long", year: "numeric", timeZone: "UTC" }).format(new Date(month));

function Month() {
  const isNow = period.value >= new Date().toISOString().slice(0, 7);
  const go = (by: number) => () => readPay(monthAfter(period.value, by));
  return (
    <p class="month">
      <button type="button" aria-label="The month before" onClick={go(-1)}>
        ‹
      </button>
      <span aria-live="polite">{monthWords(period.value)}</span>
      <button type="button" aria-label="The month after" disabled={isNow} onClick={go(1)}>
        ›
      </button>
    </p>
  );
}

function Entry({ entry: { at, kind, orderId, reason, amount, currency } }: { readonly entry: LedgerEntry }) {
  return (
    <li>
      <span>
        {kindWords[kind]} {orderId && <b class="number">{numberOf(orderId)}</b>}{" "}
        <small>{[dayAndTime(at), reason].filter(Boolean).join(", ")}</small>
      </span>
      <span class="amount">{money(amount, currency)}</span>
    </li>
  );
}

function Earned({ page }: { readonly page: LedgerPage }) {
  const sums = page.total.map(({ amount, currency }) => money(amount, currency));
  return (
    <>
      <p class="sum">{sums.length === 0 ? "Nothing yet." : sums.join(" and ")}</p>
      <ul class="entries">
        {page.items.map((entry) => (
          <Entry key={entry.entry} entry={entry} />
        ))}
      </ul>
      {page.next !== undefined && (
        <button type="button" onClick={() => readMorePay(page)}>
          Show more
        </button>
      )}
    </>
  );
}

/** What I have earned in a month, entry by entry. */
export function PayView() {
  useEffect(() => readPay(period.value), []);
  const { value } = pay;
  return (
    <section class="pay" aria-labelledby="pay-title">
      <h3 id="pay-title">My pay</h3>
      <Month />
      {value === "reading" && <p class="empty">One moment.</p>}
      {value === "failed" && <p class="empty">Your pay cannot be shown at the moment.</p>}
      {typeof value === "object" && <Earned page={value} />}
    </section>
  );
}
