import { type Aim, publish, type Row } from "../../result.ts";
import { lanes } from "./lanes.ts";
import { responsiveness } from "./responsiveness.ts";
import { settings } from "./settings.ts";
import { twoNodes } from "./two-nodes.ts";
import { uploads } from "./uploads.ts";

const parts: Record<string, () => Promise<{ rows: Row[]; aims: Aim[] }>> = {
  uploads,
  lanes,
  responsiveness,
  "two-nodes": twoNodes,
};

/** Prices as clients of running nodes get them; each part has a result of its own. */
export async function served(): Promise<void> {
  const wanted = Object.entries(parts).filter(([name]) => settings.parts?.includes(name) ?? true);
  for (const [name, part] of wanted) {
    const { rows, aims } = await part();
    publish({ name: `pricing-${name}`, rows, aims });
  }
}
