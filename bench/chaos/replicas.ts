import { z } from "zod";
import { names } from "#contracts/shared/subjects.ts";
import { eventually } from "#dev/testing/eventually.ts";
import type { Installation } from "./faults/victims.ts";

/** What a server says of its own replicas (`/jsz?streams=true`), as far as it is asked here. */
const Report = z.object({
  account_details: z.array(
    z.object({
      stream_detail: z
        .array(
          z.object({
            name: z.string(),
            state: z.object({ messages: z.number(), last_seq: z.number(), num_deleted: z.number().default(0) }),
          }),
        )
        .default([]),
    }),
  ),
});

const agreeWithinMs = 30_000;

async function statesOn(monitorUrl: string): Promise<Map<string, string>> {
  const report = Report.parse(await (await fetch(`${monitorUrl}/jsz?streams=true`)).json());
  const streams = report.account_details.flatMap(({ stream_detail }) => stream_detail);
  return new Map(
    streams.map(({ name, state }) => [
      name,
      `${state.messages} messages to ${state.last_seq}, ${state.num_deleted} deleted`,
    ]),
  );
}

/** Log streams of which the servers hold different replicas: a damaged one is served without an error. */
export async function unequalReplicas({ cluster, prefix, streamCount }: Installation): Promise<string[]> {
  const { logStream } = names(prefix, streamCount);
  const unequal = async () => {
    const states = await Promise.all(cluster.servers.map(({ monitorUrl }) => statesOn(monitorUrl)));
    return Array.from({ length: streamCount }, (_, index) => logStream(index))
      .map((stream) => `${stream}: ${states.map((state) => state.get(stream) ?? "none").join(" | ")}`)
      .filter((_, index) => new Set(states.map((state) => state.get(logStream(index)))).size !== 1);
  };
  const agree = async () => (await unequal()).length === 0;
  await eventually(agree, { deadlineMs: agreeWithinMs, what: "equal replicas" }).catch(() => {});
  return unequal();
}
