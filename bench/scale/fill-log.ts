import { connectNats, type Nats } from "#actors/nats/connection.ts";
import { publishAtomically } from "#actors/nats/log/atomic-batch.ts";
import { encodeCommit } from "#actors/runtime/log/commit-codec.ts";
import { type Names, names } from "#contracts/shared/subjects.ts";
import { storedLives, storedOrderId } from "./stored-orders.ts";

/** What to store; given as JSON on the command line. */
export interface FillPlan {
  readonly natsUrl: string;
  readonly prefix: string;
  readonly streamCount: number;
  readonly owner: string;
  readonly at: string;
  /** Numbers of the orders to store. */
  readonly from: number;
  readonly to: number;
}
export interface Filled {
  readonly seconds: number;
  readonly commits: number;
}

const batchSize = 500;
const batchesAtOnce = 4;
const batchTimeoutMs = 10_000;

/** Stores some orders of one stream, all their first commits in one batch, then all their second ones. */
async function store({ nc }: Nats, layout: Names, lives: ReturnType<typeof storedLives>, ids: readonly string[]) {
  let heads = ids.map(() => 0);
  for (let index = 0; index < lives.length; index++) {
    const messages = ids.map((id, i) => ({
      subject: layout.events(id),
      data: encodeCommit(id, lives.commit(id, index, heads[i] ?? 0), () => true),
      expectedSeq: heads[i] ?? 0,
    }));
    heads = await publishAtomically(nc, messages, batchTimeoutMs);
  }
}

/** Ids of one stream at a time, as many as a batch takes. */
function* groups({ from, to, at }: FillPlan, layout: Names): Generator<string[]> {
  const gathered = Array.from({ length: layout.streamCount }, (): string[] => []);
  for (let number = from; number < to; number++) {
    const id = storedOrderId(number, at);
    const stream = layout.streamOf(id);
    const group = gathered[stream] ?? [];
    group.push(id);
    if (group.length < batchSize) continue;
    yield group;
    gathered[stream] = [];
  }
  yield* gathered.filter((group) => group.length > 0);
}

async function fill(plan: FillPlan): Promise<Filled> {
  const nats = await connectNats({ servers: plan.natsUrl, name: "fill" });
  const layout = names(plan.prefix, plan.streamCount);
  const lives = storedLives(plan.owner, plan.at);
  const began = performance.now();
  const work = groups(plan, layout);
  const lane = async () => {
    for (const ids of work) await store(nats, layout, lives, ids);
  };
  await Promise.all(Array.from({ length: batchesAtOnce }, lane));
  await nats.close();
  return { seconds: (performance.now() - began) / 1_000, commits: (plan.to - plan.from) * lives.length };
}

if (import.meta.main) {
  console.log(JSON.stringify(await fill(JSON.parse(process.argv[2] ?? "{}") as FillPlan)));
  process.exit(0);
}
