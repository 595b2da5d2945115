import { bunTests, type TestRun } from "#dev/checks/bun-tests.ts";
import { runSteps } from "#dev/checks/run-steps.ts";
import { staticChecks } from "#dev/checks/static.ts";
import { testFiles } from "#dev/checks/test-files.ts";
import { startKeeper } from "#dev/testing/keeper-process.ts";
import { serversVariable } from "#dev/testing/servers.ts";
import { natsServerBinary } from "#dev/tools/nats-server.ts";
import { UserError } from "#dev/user-error.ts";
import { type Command, parseOptions } from "./command.ts";

/** What a node's log is made with; the journeys that read or follow all of it pass with one stream and with four. */
const fourStreams = { BEZEL_LOG_STREAMS: "4" };
const readWholeLog = /^tests\/journeys\/(both-paths|event-streams|exceptions|rebuild|resuming|several-nodes)\./;
const onSeveralStreams = (journeys: readonly string[]) => journeys.filter((file) => readWholeLog.test(file));

export const test: Command = {
  help: `Usage: ./bezel test [FILTER…]

All that ./bezel check does, then the tests that need servers, on a nats-server,
a Postgres and an S3 store of their own. Ends with "N passed, N failed".

  FILTER   Run only test files whose path contains it, and no other checks`,

  async run(args) {
    const { positionals: filters } = parseOptions({ args, allowPositionals: true });
    const { pure, integration, journeys, launcher } = await testFiles(filters);
    if (pure.length + integration.length + journeys.length + launcher.length === 0) {
      throw new UserError(`No test file's path contains ${filters.join(" or ")}.`);
    }
    await natsServerBinary(console.log);
    console.log("Starting nats-server, Postgres and the S3 store");
    const keeper = await startKeeper();
    process.env[serversVariable] = JSON.stringify(keeper.servers);
    const shared = { processes: 2, timeoutMs: 60_000 };
    const runs: TestRun[] = [
      { name: "pure tests", files: pure, processes: 2, timeoutMs: 10_000 },
      { name: "integration tests", files: integration, processes: 2, timeoutMs: 30_000 },
      { name: "journeys", files: journeys, ...shared },
      { name: "journeys on four log streams", files: onSeveralStreams(journeys), ...shared, env: fourStreams },
      { name: "launcher", files: launcher, processes: 1, timeoutMs: 60_000 },
    ];
    const tests = runs.filter(({ files }) => files.length > 0).map(bunTests);
    return runSteps(filters.length === 0 ? [...staticChecks, ...tests] : tests, keeper.stop);
  },
};
