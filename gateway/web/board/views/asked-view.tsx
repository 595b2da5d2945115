import { useLayoutEffect, useRef } from "preact/hooks";
import type { Order } from "#contracts/order/order.ts";
import { candidatesFor } from "#contracts/workshop/choice.ts";
import { act } from "../actions/act.ts";
import { type Asked, asked } from "../actions/asked.ts";
import { myId } from "../list/chosen.ts";
import { skillFor } from "../list/filter.ts";
import { numberOf } from "../orders/item.ts";
import { book } from "../orders/orders.ts";
import { nameOf, workshop } from "../workshop/workshop.ts";

const carrierKey = "bezel-board-carrier";
const usualReasons = [
  "wrong size",
  "surface flaw",
  "stone missing",
  "casting failed",
  "machine is down",
  "end of shift",
];

/** A parcel's number; a scanner types it and presses Enter. The carrier is the one of last time. */
function ShipmentFields({ id }: { readonly id: string }) {
  return (
    <>
      <label>
        Parcel number
        <input
          name="trackingNumber"
          required
          pattern="[A-Za-z0-9\-]{4,64}"
          autofocus
          defaultValue={`BZL-${id.slice(-8).toUpperCase()}`}
        />
      </label>
      <label>
        Carrier
        <input
          name="carrier"
          required
          maxLength={64}
          defaultValue={localStorage.getItem(carrierKey) ?? "Demo carrier"}
        />
      </label>
    </>
  );
}

function ReasonField() {
  return (
    <label>
      Why
      <input name="reason" required minLength={3} maxLength={500} list="usual-reasons" autofocus autocomplete="off" />
      <datalist id="usual-reasons">
        {usualReasons.map((reason) => (
          <option key={reason} value={reason} />
        ))}
      </datalist>
    </label>
  );
}

/**
 * The colleagues who are at work, can make it and have room for it: whoever has least in hand comes first, and gets it
 * with Enter.
 */
function ColleagueField({ order }: { readonly order: Order }) {
  const others = (workshop.value?.operators ?? []).filter(({ id }) => id !== myId.value);
  const { candidates } = candidatesFor(others, { skill: skillFor(order) });
  return (
    <label>
      To
      <select name="to" required>
        {candidates.length === 0 && <option value="">Nobody who is at work can take it</option>}
        {candidates.map(({ operator, open }) => (
          <option key={operator} value={operator}>
            {nameOf(operator)}, {open} in hand
          </option>
        ))}
      </select>
    </label>
  );
}

const close = (): void => {
  asked.value = undefined;
};

/** Sends the action with what was typed. */
function submit(event: SubmitEvent & { readonly currentTarget: HTMLFormElement }): void {
  event.preventDefault();
  const given = Object.fromEntries(new FormData(event.currentTarget)) as Record<string, string>;
  if (given["carrier"]) localStorage.setItem(carrierKey, given["carrier"]);
  const { value } = asked;
  const item = value && book.get(value.id);
  close();
  if (item) void act(item, value.verb, given);
}

/** What the action asks for. */
function Fields({ id, verb }: Asked) {
  if (verb.asks === "shipment") return <ShipmentFields id={id} />;
  const order = book.get(id)?.order;
  return verb.asks === "colleague" && order ? <ColleagueField order={order} /> : <ReasonField />;
}

/** Asks for what an action needs, over everything else. */
export function AskedView() {
  const dialog = useRef<HTMLDialogElement>(null);
  const { value } = asked;
  // Before anything else happens: a scanner types at once.
  useLayoutEffect(() => {
    if (value) dialog.current?.showModal();
    else dialog.current?.close();
  }, [value]);
  return (
    <dialog ref={dialog} aria-labelledby="asked-title" onClose={close}>
      {value && (
        <form onSubmit={submit}>
          <h2 id="asked-title">
            {value.verb.label} {numberOf(value.id)}
          </h2>
          <Fields {...value} />
          <p class="buttons">
            <button type="submit" class="primary" autofocus={value.verb.asks === "colleague"}>
              {value.verb.label}
            </button>
            <button type="button" onClick={close}>
              Not now
            </button>
          </p>
        </form>
      )}
    </dialog>
  );
}
