import { computed, signal } from "@preact/signals";
import { shownOrder } from "../actions/act.ts";
import { book, revision } from "../orders/orders.ts";
import { session } from "../sign-in/session.ts";
import { type Filter, find, noFilter } from "./filter.ts";

export const filter = signal<Filter>({ ...noFilter, status: "MANUFACTURING_APPROVED" });
/** The order whose details are shown and that keys act on. */
export const chosen = signal<string | undefined>(undefined);

const me = computed(() => (session.value.state === "in" ? session.value.me.id : ""));

export { me as myId };

/** What the list shows, made anew with every frame that changed something. */
export const found = computed(() => {
  void revision.value;
  return find(book.ranked, filter.value, me.value, shownOrder);
});

/** What I have in hand: taken, and not yet shipped. */
export const lane = computed(() => {
  void revision.value;
  return book.ranked.filter((item) => {
    const { operator, status } = shownOrder(item);
    return operator === me.value && status !== "SHIPPED";
  });
});
