import { useEffect, useRef } from "preact/hooks";
import { act } from "../actions/act.ts";
import { shipping } from "../actions/shipping.ts";
import { verbOf } from "../actions/verbs.ts";
import { numberOf } from "../orders/item.ts";
import { book } from "../orders/orders.ts";

const carrierKey = "bezel-board-carrier";

/** Asks for the parcel's number; a scanner types it and presses Enter. The carrier is the one of last time. */
export function ShipView() {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = shipping.value;
  useEffect(() => {
    if (id === undefined) dialog.current?.close();
    else dialog.current?.showModal();
  }, [id]);
  const close = () => {
    shipping.value = undefined;
  };
  const submit = (event: SubmitEvent & { readonly currentTarget: HTMLFormElement }) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const shipment = { carrier: String(data.get("carrier")), trackingNumber: String(data.get("number")) };
    localStorage.setItem(carrierKey, shipment.carrier);
    const item = id === undefined ? undefined : book.get(id);
    close();
    if (item) void act(item, verbOf("ship"), shipment);
  };
  return (
    <dialog ref={dialog} class="ship" aria-labelledby="ship-title" onClose={close}>
      {id !== undefined && (
        <form onSubmit={submit}>
          <h2 id="ship-title">Ship {numberOf(id)}</h2>
          <label>
            Parcel number
            {/* biome-ignore lint/a11y/noAutofocus: a dialog of one question begins with its answer */}
            <input
              name="number"
              required
              minLength={4}
              maxLength={64}
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
          <p class="buttons">
            <button type="submit" class="primary">
              Ship
            </button>
            <button type="button" onClick={close}>
              Not yet
            </button>
          </p>
        </form>
      )}
    </dialog>
  );
}
