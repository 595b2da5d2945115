import type { Price } from "#contracts/pricing/price.ts";
import { money } from "../../client/money.ts";

/** A price with the lines that add up to it. */
export function PriceView({ price }: { readonly price: Price }) {
  const { lines, net, tax, taxPermille, total, currency, weightsGrams, bookVersion } = price;
  return (
    <table class="price">
      <caption>
        Price, from price book {bookVersion}
        {weightsGrams && `, ${weightsGrams.delivered.toFixed(1)} g a piece`}
      </caption>
      <tbody>
        {lines.map(({ code, label, amount }) => (
          <tr key={code}>
            <th scope="row">{label}</th>
            <td>{money(amount, currency)}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">Net</th>
          <td>{money(net, currency)}</td>
        </tr>
        <tr>
          <th scope="row">Tax, {taxPermille / 10} %</th>
          <td>{money(tax, currency)}</td>
        </tr>
        <tr class="total">
          <th scope="row">Total</th>
          <td>{money(total, currency)}</td>
        </tr>
      </tfoot>
    </table>
  );
}
