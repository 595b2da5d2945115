import { barred, isPending, shownOrder } from "../actions/act.ts";
import { begin } from "../actions/asked.ts";
import { nextStep, type Verb } from "../actions/verbs.ts";
import { myId } from "../list/chosen.ts";
import { type Item, numberOf } from "../orders/item.ts";

interface Action {
  readonly item: Item;
  readonly verb: Verb;
  /** Whether the label has to say which order is meant. */
  readonly named?: boolean;
  readonly look?: string;
}

/** A button that does one thing to one order; off, it says why. */
export function VerbButton({ item, verb, named = false, look = "" }: Action) {
  const why = barred();
  const key = verb.key && ` (${verb.key.toUpperCase()})`;
  return (
    <button
      type="button"
      class={`do ${look}`}
      disabled={why !== undefined || isPending(item)}
      title={why ?? `${verb.label}${key ?? ""}`}
      aria-label={named ? `${verb.label} ${numberOf(item.id)}` : undefined}
      onClick={() => begin(item, verb)}
    >
      {verb.label}
    </button>
  );
}

/** The button of what is next with an order; none where it is somebody else's turn. */
export function ActionView({ item }: { readonly item: Item }) {
  const verb = nextStep(shownOrder(item), myId.value);
  return verb ? <VerbButton item={item} verb={verb} named /> : <span class="no-action" />;
}
