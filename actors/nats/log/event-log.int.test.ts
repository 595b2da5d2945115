import { afterAll } from "bun:test";
import { headers } from "@nats-io/transport-node";
import { names } from "#contracts/shared/subjects.ts";
import { freshPrefix, servers } from "#dev/testing/servers.ts";
import { OutcomeUnknown } from "../../runtime/log/event-log.ts";
import { groupCommit } from "../../runtime/log/group-commit.ts";
import { batchLogConformance } from "../../testing/batch-conformance.ts";
import { eventLogConformance, mayCreateInTests } from "../../testing/log-conformance.ts";
import { connectNats, type Nats } from "../connection.ts";
import { ensureStreams } from "../topology.ts";
import { natsEventLog } from "./event-log.ts";

const open: Nats[] = [];
afterAll(() => Promise.all(open.map((nats) => nats.close())));

async function openLog(streamCount: number) {
  const { natsUrl } = await servers();
  const nats = await connectNats({ servers: natsUrl, name: "conformance" });
  open.push(nats);
  const layout = names(freshPrefix(), streamCount);
  await ensureStreams(nats, layout, 1);
  return { nats, layout, log: natsEventLog(nats, layout, mayCreateInTests) };
}

batchLogConformance("JetStream", async () => (await openLog(1)).log);

interface Variant {
  readonly streamCount: number;
  readonly grouped: boolean;
}
const variants: Variant[] = [
  { streamCount: 1, grouped: false },
  { streamCount: 4, grouped: false },
  { streamCount: 4, grouped: true },
];

for (const { streamCount, grouped } of variants) {
  eventLogConformance(`JetStream, ${streamCount} log streams${grouped ? ", group commit" : ""}`, async () => {
    const { nats, layout, log } = await openLog(streamCount);
    return {
      log: grouped ? groupCommit(log, { nodes: () => 1, pause: Bun.sleep }) : log,
      appendUnanswered: async (id, commit) => {
        // Sent without a reply address: the server writes it and tells nobody.
        const expectation = headers();
        expectation.set("Nats-Expected-Last-Subject-Sequence", String(commit.prev));
        nats.nc.publish(layout.events(id), log.encode(id, commit), { headers: expectation });
        await nats.nc.flush();
        throw new OutcomeUnknown("nobody answered");
      },
    };
  });
}
