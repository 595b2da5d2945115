import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { OrderStatus } from "#contracts/order/status.ts";
import { ringStl } from "#dev/models/ring.ts";
import { UserError } from "#dev/user-error.ts";
import { parseOptions, wholeNumber } from "../cli/command.ts";
import { castOf } from "./actors.ts";
import { liveOrder, type Reached } from "./life.ts";

export const help = `Carry orders from a model file to CLOSED through the public API, and print each status as it comes.

Usage: ./bezel demo [FILE] [--url URL] [--orders N] [--until STATUS]

  FILE            an STL file in millimetres; a generated ring when none is named
  --url URL       the stack to use (default http://127.0.0.1:8080)
  --orders N      how many orders (default 1)
  --until STATUS  leave the orders there, such as PRICE_CALCULATED (default CLOSED)
`;

/** Orders under way at once. */
const atOnce = 16;

interface Settings {
  readonly file: string | undefined;
  readonly url: string;
  readonly orders: number;
  readonly until: string;
}

function settings(args: string[]): Settings {
  const { values, positionals } = parseOptions({
    args,
    allowPositionals: true,
    options: { url: { type: "string" }, orders: { type: "string" }, until: { type: "string" } },
  });
  const until = OrderStatus.safeParse(values.until ?? "CLOSED");
  if (!until.success) throw new UserError(`--until must be one of ${OrderStatus.options.join(", ")}.`);
  if (positionals.length > 1) throw new UserError("Name one model file at most.");
  const orders = wholeNumber(values.orders ?? "1", "--orders", 1, 100_000);
  return { file: positionals[0], url: values.url ?? "http://127.0.0.1:8080", orders, until: until.data };
}

async function modelOf(file: string | undefined) {
  if (file === undefined) {
    return { modelName: "ring.stl", model: ringStl({ majorMm: 9, minorMm: 1.2, segments: 96 }) };
  }
  const model = await readFile(file).catch(() => {
    throw new UserError(`${file} cannot be read.`);
  });
  return { modelName: basename(file), model };
}

const line = ({ status, afterMs }: Reached) => `  ${status.padEnd(26)}${afterMs.toLocaleString("en").padStart(10)} ms`;

/** One order: each status on a line. Several: one line an order as it ends. */
export async function run(args: string[]): Promise<number> {
  const { file, url, orders, until } = settings(args);
  const [cast, model] = [await castOf(url), await modelOf(file)];
  const started = performance.now();
  let waiting = orders;
  const one = async () => {
    while (waiting-- > 0) {
      const onStatus = (reached: Reached) => orders === 1 && console.log(line(reached));
      const orderId = await liveOrder({ cast, ...model, until, onStatus });
      console.log(`${orderId} ${until}`);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, orders) }, one));
  const seconds = (performance.now() - started) / 1_000;
  if (orders > 1) console.log(`${orders} orders in ${seconds.toFixed(1)} s`);
  return 0;
}
