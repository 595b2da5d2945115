import type { Order } from "#contracts/order/order.ts";
import type { Item } from "../orders/item.ts";

/** The order's model, and what was found about it. */
export function ModelView({ order }: { readonly item: Item; readonly order: Order }) {
  const { model, findings } = order;
  return (
    <section class="model" aria-label="Model">
      {model && <p class="about">{model.name}</p>}
      <ul class="findings">
        {findings.map(({ code, severity, message }) => (
          <li key={code} class={severity}>
            {message}
          </li>
        ))}
      </ul>
    </section>
  );
}
