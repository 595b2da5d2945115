import { afterAll } from "bun:test";
import { names } from "#contracts/shared/subjects.ts";
import { freshPrefix, servers } from "#dev/testing/servers.ts";
import { deadLetterConformance } from "../../testing/dead-letter-conformance.ts";
import { connectNats } from "../connection.ts";
import { ensureStreams } from "../topology.ts";
import { natsDeadLetters } from "./dead-letters.ts";

const nats = await connectNats({ servers: (await servers()).natsUrl, name: "dead-letters" });
afterAll(nats.close);

deadLetterConformance("JetStream", async () => {
  const layout = names(freshPrefix(), 1);
  await ensureStreams(nats, layout, 1);
  return natsDeadLetters(nats, layout);
});
