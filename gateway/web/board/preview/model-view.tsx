import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Order } from "#contracts/order/order.ts";
import { credential } from "../sign-in/session.ts";
import { drawableFormat } from "./drawable.ts";

/** Larger files are fetched only when somebody asks: a phone pays for them, bytes. */
const fetchedAloneMax = 4 * 1024 * 1024;
const megabyte = 1024 * 1024;

async function fetched(orderId: string, signal: AbortSignal): Promise<ArrayBuffer> {
  const headers = { authorization: `Bearer ${await credential()}` };
  const response = await fetch(`/mes/v1/orders/${orderId}/model`, { headers, signal });
  if (!response.ok) throw new Error("The file cannot be had at the moment.");
  return response.arrayBuffer();
}

/** Draws the file until the signal aborts. What draws is loaded the first time it is needed. */
async function show(canvas: HTMLCanvasElement, orderId: string, name: string, signal: AbortSignal): Promise<void> {
  const [file, { drawModel }] = await Promise.all([fetched(orderId, signal), import("./draw.ts")]);
  if (!signal.aborted) await drawModel(canvas, file, name, signal);
}

type State = "waiting" | "drawn" | "failed";

interface Shown {
  readonly orderId: string;
  readonly name: string;
}

function Picture({ orderId, name }: Shown) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const state = useSignal<State>("waiting");
  useEffect(() => {
    const leaving = new AbortController();
    if (!canvas.current) return;
    show(canvas.current, orderId, name, leaving.signal).then(
      () => {
        state.value = "drawn";
      },
      () => {
        state.value = "failed";
      },
    );
    return () => leaving.abort();
  }, [orderId]);
  return (
    <div class="picture" data-state={state.value}>
      <canvas ref={canvas} role="img" aria-label={`The model ${name}. Drag to turn it.`} />
      {state.value !== "drawn" && (
        <p>{state.value === "waiting" ? "Loading the model" : "The model cannot be shown."}</p>
      )}
    </div>
  );
}

/** The picture, or the offer of one. */
function Model({ orderId, name, bytes }: Shown & { readonly bytes: number }) {
  const isWanted = useSignal(bytes <= fetchedAloneMax);
  if (!drawableFormat(name)) return null;
  if (isWanted.value) return <Picture orderId={orderId} name={name} />;
  return (
    <div class="picture">
      <button
        type="button"
        onClick={() => {
          isWanted.value = true;
        }}
      >
        Show the model ({Math.round(bytes / megabyte)} MB)
      </button>
    </div>
  );
}

/** The order's model, and what was found about it. */
export function ModelView({ orderId, order }: { readonly orderId: string; readonly order: Order }) {
  const { model, findings } = order;
  return (
    <section class="model" aria-label="Model">
      {model && <Model key={orderId} orderId={orderId} name={model.name} bytes={model.bytes} />}
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
