import { Client, type ClientPlan, type Told, type Trouble } from "./client.ts";

/** What the clients of one round have to tell. */
export interface ClientsResult {
  readonly told: readonly Told[];
  /** By client. */
  readonly trouble: readonly Trouble[];
}

/** Acknowledgements each client must have before a round may begin. */
const warmAfter = 25;

/** Runs the clients until a line comes in; says "warm" when all are under way, and the result at the end. */
async function run(plans: readonly ClientPlan[]): Promise<void> {
  const stopping = new AbortController();
  const clients = plans.map((plan) => new Client(plan));
  const running = clients.map((client) => client.run(stopping.signal));
  while (clients.some(({ told }) => told.length < warmAfter)) await Bun.sleep(20);
  for (const { trouble } of clients) Object.assign(trouble, { failed: 0, cut: 0, refused: 0 });
  console.log("warm");
  for await (const _ of console) break;
  stopping.abort();
  await Promise.all(running);
  const result: ClientsResult = {
    told: clients.flatMap(({ told }) => told),
    trouble: clients.map(({ trouble }) => trouble),
  };
  console.log(JSON.stringify(result));
}

if (import.meta.main) {
  await run(JSON.parse(process.argv[2] ?? "[]") as ClientPlan[]);
  process.exit(0);
}
