import { connectNats } from "#actors/nats/connection.ts";
import { publishAtomically } from "#actors/nats/log/atomic-batch.ts";
import { ensureStreams } from "#actors/nats/topology.ts";
import { names } from "#contracts/shared/subjects.ts";
import { latencies } from "../latency.ts";

/** What a bare client reaches on the same server: the floor under every figure of Bezel's own. */
export interface RawResult {
  readonly singleP50: number;
  readonly singlesPerSecond: number;
  readonly batchesPerSecond: number;
}

const batchSize = 200;
const batchesInFlight = 2;
/** Patience with a machine that others use as well. */
const answerMs = 30_000;

/** Appends commits of the size an order's first one has, each on a subject of its own, for `measureMs` each way. */
async function measure(natsUrl: string, bytes: number, measureMs: number): Promise<RawResult> {
  const nats = await connectNats({ servers: natsUrl, name: "raw" });
  const layout = names(`raw${Date.now().toString(36)}`, 1);
  await ensureStreams(nats, layout, 1);
  const data = new Uint8Array(bytes).fill(97);
  let next = 0;
  const subject = () => layout.events(`raw_${next++}`);
  const append = () => nats.js.publish(subject(), data, { expect: { lastSubjectSequence: 0 }, timeout: answerMs });

  const timed = async (lanes: number, work: () => Promise<number>) => {
    const until = performance.now() + measureMs;
    let done = 0;
    const lane = async () => {
      while (performance.now() < until) {
        const appended = await work();
        done += appended;
      }
    };
    await Promise.all(Array.from({ length: lanes }, lane));
    return (done * 1_000) / measureMs;
  };
  const samples: number[] = [];
  await timed(1, async () => {
    const started = performance.now();
    await append();
    samples.push(performance.now() - started);
    return 1;
  });
  const singlesPerSecond = await timed(256, async () => {
    await append();
    return 1;
  });
  const batch = () => Array.from({ length: batchSize }, () => ({ subject: subject(), data, expectedSeq: 0 }));
  const batchesPerSecond = await timed(
    batchesInFlight,
    async () => (await publishAtomically(nats.nc, batch(), answerMs)).length,
  );
  await nats.close();
  return { singleP50: latencies(samples).p50, singlesPerSecond, batchesPerSecond };
}

if (import.meta.main) {
  const [natsUrl = "", bytes = "800", measureMs = "3000"] = process.argv.slice(2);
  console.log(JSON.stringify(await measure(natsUrl, Number(bytes), Number(measureMs))));
  process.exit(0);
}
