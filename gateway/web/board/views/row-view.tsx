import type { Order } from "#contracts/order/order.ts";
import { isPending, refusals, shownOrder } from "../actions/act.ts";
import { chosen } from "../list/chosen.ts";
import { type Item, numberOf } from "../orders/item.ts";
import { ago, goodsWords, promiseWords, wordOf } from "../words.ts";
import { nameOf } from "../workshop/workshop.ts";
import { ActionView } from "./action-view.tsx";
import { now } from "./clock.ts";

interface Row {
  readonly item: Item;
  readonly place: number;
  readonly count: number;
  /** Px from the list's top. */
  readonly top: number;
}

/** How the order stands: its promise first, because that is what work is chosen by. */
function Facts({ order }: { readonly order: Order }) {
  const promise = promiseWords(order, now.value);
  const since = ago(order.timeline.at(-1)?.at, now.value);
  const who = order.operator && order.status === "MANUFACTURING_STARTED" ? `, ${nameOf(order.operator)}` : "";
  return (
    <>
      {promise && <span class={`due ${promise.urgency}`}>{promise.words}</span>}
      <span class="status">
        {order.paused ? "Paused" : wordOf(order.status)} {since}
        {who}
      </span>
      {order.held && <span class="due risk">on hold</span>}
      {order.reference && <span class="reference">{order.reference}</span>}
    </>
  );
}

/** One order of a list. Its first button chooses it, its second does what is next. */
export function RowView({ item, place, count, top }: Row) {
  const order = shownOrder(item);
  const refusal = refusals.value.get(item.id);
  const isChosen = chosen.value === item.id;
  const classes = ["row", isChosen && "chosen", isPending(item) && "pending", refusal && "refused"];
  return (
    <li
      class={classes.filter(Boolean).join(" ")}
      style={{ transform: `translateY(${top}px)` }}
      aria-posinset={place + 1}
      aria-setsize={count}
      data-order={item.id}
      data-status={order.status}
    >
      <button
        type="button"
        class="open"
        aria-pressed={isChosen}
        onClick={() => {
          chosen.value = item.id;
        }}
      >
        <span class="goods">
          {goodsWords(order)} <span class="quantity">× {order.choice?.quantity ?? 1}</span>
        </span>
        <span class="number">{numberOf(item.id)}</span>
        <span class="facts">{refusal ?? <Facts order={order} />}</span>
      </button>
      <ActionView item={item} />
    </li>
  );
}
