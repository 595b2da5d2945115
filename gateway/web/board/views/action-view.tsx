import { act, barred, isPending, shownOrder } from "../actions/act.ts";
import { shipping } from "../actions/shipping.ts";
import { nextVerb } from "../actions/verbs.ts";
import { myId } from "../list/chosen.ts";
import { type Item, numberOf } from "../orders/item.ts";

/** The button of what is next with an order; without one where it is somebody else's turn. */
export function ActionView({ item }: { readonly item: Item }) {
  const verb = nextVerb(shownOrder(item), myId.value);
  if (!verb) return <span class="no-action" />;
  const why = barred();
  return (
    <button
      type="button"
      class={`do ${verb.name}`}
      disabled={why !== undefined || isPending(item.id)}
      title={why ?? `${verb.label} (${verb.key.toUpperCase()})`}
      aria-label={`${verb.label} ${numberOf(item.id)}`}
      onClick={() => {
        if (verb.name === "ship") shipping.value = item.id;
        else void act(item, verb);
      }}
    >
      {verb.label}
    </button>
  );
}
