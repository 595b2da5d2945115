import { afterAll, expect, test } from "bun:test";
import { createHash } from "node:crypto";
import { join } from "node:path";
import type { ModelFacts } from "#contracts/pricing/facts.ts";
import type { ExaminationJob } from "#contracts/pricing/job.ts";
import type { ModelTopology } from "#contracts/pricing/topology.ts";
import { OrderId, toBase32 } from "#contracts/shared/ids.ts";
import { names } from "#contracts/shared/subjects.ts";
import { torus } from "#dev/models/solids.ts";
import { binaryStl } from "#dev/models/stl.ts";
import { eventually } from "#dev/testing/eventually.ts";
import { freshPrefix, servers } from "#dev/testing/servers.ts";
import { examination } from "../../pricing/examination.ts";
import { modelFacts } from "../../pricing/model-facts.ts";
import type { ContentStore, HeldJob, Work } from "../../pricing/ports.ts";
import { ExaminerPool } from "../../pricing/workers/pool.ts";
import { WorkerEnded } from "../../pricing/workers/worker-ended.ts";
import type { Send } from "../../runtime/activation/host.ts";
import { s3ModelStore } from "../../s3/model-store.ts";
import { connectNats } from "../connection.ts";
import { ensureStreams } from "../topology.ts";
import { jobPublisher } from "./publish.ts";
import { workJobs } from "./work-jobs.ts";

const ackWaitMs = 1_000;
/** Processes are begun, on a machine that may be busy. */
const deadlineMs = 20_000;
const limits = { bytesMax: 1e9, trianglesMax: 1e6 };
const orderId = OrderId.parse(`ord_2601${toBase32(new Uint8Array(10).fill(7))}`);
const stl = binaryStl(torus({ major: 20, minor: 3, segments: 100, sides: 50 }));
const sha256 = createHash("sha256").update(stl).digest("hex");

const { natsUrl, s3 } = await servers();
const stops: (() => unknown)[] = [];
afterAll(async () => {
  for (const stop of stops.toReversed()) await stop();
});

/** Keeps the first, and how often somebody wrote. */
function memoryStore<Known extends { readonly sha256: string }>() {
  const known = new Map<string, Known>();
  let puts = 0;
  const store: ContentStore<Known> = {
    get: async (key) => known.get(key),
    put: async (one) => {
      puts++;
      if (!known.has(one.sha256)) known.set(one.sha256, one);
    },
  };
  return { store, known, puts: () => puts };
}

const key = `models/${freshPrefix()}`;
const send = (async ({ aggregate }: { aggregate: string }) => ({
  kind: "state",
  state: aggregate === orderId ? { model: { modelId: "mdl_1" } } : { upload: { key, bytes: stl.length } },
})) as unknown as Send;

test("a job outlives the node that had it and the worker process that was at it", async () => {
  const prefix = freshPrefix();
  const layout = names(prefix, 1);
  const nats = await connectNats({ servers: natsUrl, name: "deaths" });
  stops.push(nats.close);
  await ensureStreams(nats, layout, 1);

  const program = join(import.meta.dirname, "testing", "hanging-node.ts");
  const doomed = Bun.spawn([process.execPath, program, natsUrl, prefix, String(ackWaitMs)], { stdout: "pipe" });
  await jobPublisher(nats, layout)({ orderId, examine: sha256 }, "examination", sha256);
  const { value } = await doomed.stdout.getReader().read();
  expect(new TextDecoder().decode(value).trim()).toBe(orderId);
  doomed.kill("SIGKILL");
  await doomed.exited;

  const examiner = new ExaminerPool();
  stops.push(() => examiner.close());
  const facts = memoryStore<ModelFacts>();
  const pass = modelFacts(limits);
  pass.push(stl);
  await facts.store.put(await pass.finish());
  const topologies = memoryStore<ModelTopology>();
  const models = s3ModelStore({ ...s3, publicEndpoint: s3.endpoint });
  await models.write(key, new Blob([stl]).stream(), AbortSignal.timeout(deadlineMs));
  const deps = { send, facts: facts.store, topologies: topologies.store, models, examiner, limits, now: Date.now };
  const failures: unknown[] = [];
  const worker = { isMine: () => true, report: (error: unknown) => failures.push(error), ackWaitMs };
  const examine = examination(deps);
  const work: Work = (held) => examine(held as HeldJob<ExaminationJob>);
  stops.push(workJobs(nats, layout, { ...worker, work }));
  await eventually(() => examiner.pids.length > 0, { what: "a worker at the job", deadlineMs });
  process.kill(examiner.pids[0]!, "SIGKILL");

  await eventually(() => topologies.known.has(sha256), { what: "the closer look", deadlineMs });
  expect(topologies.known.get(sha256)).toMatchObject({ closed: true, shells: 1, genus: 1, findings: [] });
  expect(topologies.puts()).toBe(1);
  expect(failures).toEqual([expect.any(WorkerEnded)]);
}, 60_000);
