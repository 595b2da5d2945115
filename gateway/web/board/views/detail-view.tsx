import { useEffect, useRef } from "preact/hooks";
import type { Order } from "#contracts/order/order.ts";
import { refusals, shownOrder } from "../actions/act.ts";
import { may, nextStep, others } from "../actions/verbs.ts";
import { chosen, chosenItem, myId } from "../list/chosen.ts";
import { type Item, numberOf } from "../orders/item.ts";
import { ModelView } from "../preview/model-view.tsx";
import { dayAndTime, goodsWords, nice, promiseWords, wordOf } from "../words.ts";
import { nameOf } from "../workshop/workshop.ts";
import { VerbButton } from "./action-view.tsx";
import { now } from "./clock.ts";

/** What is known of an order, in pairs of a name and words; what is not known is left out. */
function factsOf(order: Order): (readonly [string, string])[] {
  const { operator, choice, reference, held, paused, rework, scrap, promiseBy, risk } = order;
  const facts: (readonly [string, string | undefined | false])[] = [
    ["Operator", operator && nameOf(operator)],
    ["Promised", promiseBy && dayAndTime(promiseBy)],
    ["Looks like", risk && dayAndTime(risk.projected)],
    ["Quantity", String(choice?.quantity ?? 1)],
    ["Lead time", choice?.leadTime && nice(choice.leadTime)],
    ["Stones", choice?.stones && choice.stones.length > 0 && `${choice.stones.length} kinds`],
    ["Reference", reference],
    ["On hold", held?.reason],
    ["Paused", paused?.reason],
    ["Reworked", rework && `${rework.count} times, last: ${rework.reason}`],
    ["Scrapped", scrap && `${scrap.count} times, last: ${scrap.reason}`],
  ];
  return facts.flatMap(([name, words]) => (words ? [[name, words] as const] : []));
}

function Actions({ item, order }: { readonly item: Item; readonly order: Order }) {
  const next = nextStep(order, myId.value);
  const beside = others.filter((verb) => may(verb, order, myId.value));
  return (
    <div class="actions">
      {next && <VerbButton item={item} verb={next} look="primary" />}
      {beside.map((verb) => (
        <VerbButton key={verb.path} item={item} verb={verb} />
      ))}
    </div>
  );
}

function Detail({ item }: { readonly item: Item }) {
  const order = shownOrder(item);
  const promise = promiseWords(order, now.value);
  const title = useRef<HTMLHeadingElement>(null);
  // On a phone the details cover the list, and whoever reads by keyboard or ear goes on there.
  useEffect(() => {
    if (matchMedia("(max-width: 56rem)").matches) title.current?.focus();
  }, [item.id]);
  return (
    <>
      <header>
        <h2 tabIndex={-1} ref={title}>
          {numberOf(item.id)} <span class="status">{wordOf(order.status)}</span>
        </h2>
        <button
          type="button"
          class="close"
          onClick={() => {
            chosen.value = undefined;
          }}
        >
          Close
        </button>
      </header>
      <p class="goods">{goodsWords(order)}</p>
      {promise && <p class={`due ${promise.urgency}`}>{promise.words}</p>}
      {refusals.value.has(item.id) && <p class="trouble">{refusals.value.get(item.id)}</p>}
      <Actions item={item} order={order} />
      <ModelView orderId={item.id} order={order} />
      <dl>
        {factsOf(order).map(([name, words]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
      <p class="id">{item.id}</p>
    </>
  );
}

/** The chosen order: everything an operator wants to know, and everything they may do. */
export function DetailView() {
  const item = chosenItem.value;
  return (
    <aside class={`detail ${item ? "" : "nothing"}`} aria-label="The chosen order">
      {item ? <Detail item={item} /> : <p class="empty">Choose an order to see it here.</p>}
    </aside>
  );
}
