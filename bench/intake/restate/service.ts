import { createRequire } from "node:module";
import { join } from "node:path";

/** What is used of the SDK, which is installed apart from Bezel's own packages and so has no types here. */
interface Sdk {
  object(definition: { name: string; handlers: Record<string, Handler> }): unknown;
  serve(options: { services: unknown[]; port: number }): Promise<number>;
}
type Handler = (context: Context, body: object) => Promise<object>;
interface Context {
  readonly key: string;
  get(name: string): Promise<object | null>;
  set(name: string, value: object): void;
}

const [folder = "", port = "0"] = process.argv.slice(2);
const resolve = createRequire(join(folder, "package.json")).resolve;
const { object, serve } = (await import(resolve("@restatedev/restate-sdk"))) as Sdk;

/** An order as one virtual object: born once under its key, answered the same again. */
const order = object({
  name: "order",
  handlers: {
    place: async (context, body) => {
      const known = await context.get("order");
      if (!known) context.set("order", { ...body, status: "SUBMITTED" });
      return { id: context.key, status: "SUBMITTED" };
    },
  },
});
await serve({ services: [order], port: Number(port) });
