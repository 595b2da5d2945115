import { join } from "node:path";
import type { ClientPlan } from "./client.ts";
import { nowMs } from "./client.ts";
import type { ClientsResult } from "./clients.ts";

/** What happens to the node that hosts the orders while clients are at work; resolves when it is over. */
export type Fault = () => Promise<void>;

export interface Round extends ClientsResult {
  readonly from: number;
  readonly until: number;
}

/** The clients in a process of their own, warm; `stop` gives what they have to tell. */
async function startClients(plans: readonly ClientPlan[]): Promise<() => Promise<ClientsResult>> {
  const command = [process.execPath, join(import.meta.dirname, "clients.ts"), JSON.stringify(plans)];
  const child = Bun.spawn(command, { stdin: "pipe", stdout: "pipe", stderr: "inherit" });
  const reader = child.stdout.getReader();
  const decoder = new TextDecoder();
  let text = "";
  const readMore = async (): Promise<boolean> => {
    const { done, value } = await reader.read();
    if (value) text += decoder.decode(value, { stream: true });
    return !done;
  };
  while (!text.includes("warm\n") && (await readMore()));
  return async () => {
    await child.stdin.write("stop\n");
    await child.stdin.end();
    while (await readMore());
    if ((await child.exited) !== 0) throw new Error("the clients failed");
    return JSON.parse(text.slice(text.indexOf("\n") + 1)) as ClientsResult;
  };
}

/** Lets a fault happen while the clients are at work. */
export async function playRound(plans: readonly ClientPlan[], fault: Fault): Promise<Round> {
  const stop = await startClients(plans);
  const from = nowMs();
  await fault();
  const until = nowMs();
  return { ...(await stop()), from, until };
}

/** The longest time between two acknowledgements that each client saw while the fault was under way, ms. */
export function gapsOf({ told, from, until }: Round): Map<number, number> {
  const gaps = new Map<number, number>();
  for (const [client, answers] of Map.groupBy(told, ({ client }) => client)) {
    const returns = answers.map(({ returnedMs }) => Math.min(returnedMs, until)).sort((a, b) => a - b);
    const within = returns.slice(1).map((at, i) => (at >= from ? at - (returns[i] ?? at) : 0));
    gaps.set(client, Math.max(...within));
  }
  return gaps;
}
