import { afterAll } from "bun:test";
import { headers } from "@nats-io/transport-node";
import { names } from "#contracts/shared/subjects.ts";
import { freshPrefix, servers } from "#dev/testing/servers.ts";
import { encodeCommit } from "../runtime/commit-codec.ts";
import { OutcomeUnknown } from "../runtime/event-log.ts";
import { eventLogConformance, mayCreateInTests } from "../testing/log-conformance.ts";
import { connectNats, type Nats } from "./connection.ts";
import { natsEventLog } from "./event-log.ts";
import { ensureStreams } from "./topology.ts";

const open: Nats[] = [];
afterAll(() => Promise.all(open.map((nats) => nats.close())));

for (const streamCount of [1, 4]) {
  eventLogConformance(`JetStream, ${streamCount} log streams`, async () => {
    const { natsUrl } = await servers();
    const nats = await connectNats({ servers: natsUrl, name: "conformance" });
    open.push(nats);
    const layout = names(freshPrefix(), streamCount);
    await ensureStreams(nats, layout, 1);
    return {
      log: natsEventLog(nats, layout, mayCreateInTests),
      appendUnanswered: async (id, commit) => {
        // Sent without a reply address: the server writes it and tells nobody.
        const expectation = headers();
        expectation.set("Nats-Expected-Last-Subject-Sequence", String(commit.prev));
        nats.nc.publish(layout.events(id), encodeCommit(id, commit, mayCreateInTests), { headers: expectation });
        await nats.nc.flush();
        throw new OutcomeUnknown("nobody answered");
      },
    };
  });
}
