import { computed, signal } from "@preact/signals";
import { refusals, shownOrder } from "../actions/act.ts";
import { book, revision } from "../orders/orders.ts";
import { session } from "../sign-in/session.ts";
import { myself } from "../workshop/workshop.ts";
import { type Filter, find, noFilter } from "./filter.ts";

export const filter = signal<Filter>({ ...noFilter, status: "MANUFACTURING_APPROVED" });
/** The order whose details are shown and that keys act on. */
export const chosen = signal<string | undefined>(undefined);

export const myId = computed(() => (session.value.state === "in" ? session.value.me.id : ""));

/** What the list shows, made anew with every frame that changed something. */
export const found = computed(() => {
  void revision.value;
  const reader = { id: myId.value, skills: myself.value?.skills ?? [], now: Date.now() };
  return find(book.ranked, filter.value, reader, { shown: shownOrder, kept: refusals.value });
});

/** What I have in hand: taken, and not yet shipped. */
export const lane = computed(() => {
  void revision.value;
  return book.ranked.filter((item) => {
    const { operator, status } = shownOrder(item);
    return operator === myId.value && status !== "SHIPPED";
  });
});

/** The chosen order, as long as it is on the board. */
export const chosenItem = computed(() => {
  void revision.value;
  return chosen.value === undefined ? undefined : book.get(chosen.value);
});
