/** A node of its own process that takes the jobs of every shard, says so, and never finishes one. */
import { targetOf } from "#contracts/pricing/job.ts";
import { names } from "#contracts/shared/subjects.ts";
import { connectNats } from "../../connection.ts";
import { workJobs } from "../work-jobs.ts";

const [servers = "", prefix = "", ackWaitMs = ""] = process.argv.slice(2);
const nats = await connectNats({ servers, name: "hanging-node" });
workJobs(nats, names(prefix, 1), {
  work: ({ job }) => {
    console.log(targetOf(job));
    return new Promise(() => {});
  },
  isMine: () => true,
  report: console.error,
  ackWaitMs: Number(ackWaitMs),
});
