import { withSpan } from "#actors/runtime/tracing.ts";
import { createApp } from "../app.ts";
import { streamRegistry } from "../feeds/sse.ts";
import { createLog, type Log } from "../telemetry/log.ts";
import { commandMetrics, processMetrics, requestMetrics } from "../telemetry/metrics.ts";
import { startTelemetry } from "../telemetry/sdk.ts";
import { startActors } from "./actors.ts";
import { startArchiver } from "./archiver.ts";
import { ConfigError, type NodeConfig, readConfig } from "./config.ts";
import { assertDurable, NotDurable } from "./durability.ts";
import { openGateway } from "./gateway.ts";
import { observe } from "./gauges.ts";
import { sayGoodbye } from "./goodbye.ts";
import { openModelWorkers } from "./model-workers.ts";
import { startPricing } from "./pricing.ts";
import { openProcesses } from "./processes.ts";
import { openServers } from "./servers.ts";
import { startProjections } from "./workers.ts";

/** After this long a stop no longer waits for what is still running, ms. */
const stopWithinMs = 10_000;
/** Requests in hand are given this long; a client that stalls must not keep the node from leaving as it should, ms. */
const finishWithinMs = 3_000;

/** Starts a node: servers, actors, workers of its roles, then the port. Gives that, and what stops it all in the opposite order. */
async function startNode(config: NodeConfig, log: Log) {
  await assertDurable(config);
  const { BEZEL_NODE_ID: nodeId, BEZEL_RELEASE: release, OTEL_EXPORTER_OTLP_ENDPOINT: otlpEndpoint } = config;
  const telemetry = startTelemetry({ service: "bezel", release, nodeId, log, otlpEndpoint });
  const servers = await openServers(config, nodeId);
  const actors = await startActors(config, servers, log);
  const projections = startProjections(config, servers, actors, log);
  const modelWorkers = openModelWorkers(servers.limits, servers.models);
  const stopPricing = await startPricing(config, servers, actors, modelWorkers, log);
  const processes = openProcesses(config, servers, actors, { log, record: processMetrics(telemetry.meter) });
  const stopArchiver = startArchiver(config, servers, actors, log);
  const streams = streamRegistry();
  const record = commandMetrics(telemetry.meter);
  const gateway = await openGateway(config, servers, actors, { log, record, streams, modelWorkers });
  observe(telemetry.meter, servers, actors, { projections, processes }, () => gateway.clients());
  const app = createApp({
    log,
    record: requestMetrics(telemetry.meter),
    modelBytesMax: config.BEZEL_MODEL_BYTES_MAX,
    ops: { ...gateway.ops, letters: processes.desk, metricsText: () => telemetry.metricsText() },
    gateway: gateway.deps,
  });
  const hangUp = listen(app, config);
  const stop = async () => {
    await actors.drain();
    streams.closeAll();
    await hangUp();
    await Promise.all([processes.stop(), stopPricing(), stopArchiver(), projections.stop()]);
    gateway.stop();
    modelWorkers.close();
    await actors.stop();
    await servers.close();
    await telemetry.stop();
  };
  return { port: app.server?.port, stop };
}

/** Opens the node's port; gives what closes it after the requests in hand. */
function listen(app: ReturnType<typeof createApp>, config: NodeConfig): () => Promise<void> {
  const { server } = app.listen({
    hostname: config.BEZEL_HOST,
    port: config.BEZEL_PORT,
    // A second gateway on a port that is taken must fail, not share it in silence, unless that is what was meant.
    reusePort: config.BEZEL_SHARE_PORT,
    maxRequestBodySize: config.BEZEL_MODEL_BYTES_MAX + 1024 * 1024,
    idleTimeout: 120,
  });
  return async () => {
    await sayGoodbye(app);
    await Promise.race([app.stop(), Bun.sleep(finishWithinMs)]);
    await server?.stop(true);
  };
}

/** Runs the node until it is told to stop; a second signal ends it at once. */
async function run(): Promise<void> {
  const config = readConfig(process.env);
  const log = createLog({ level: config.LOG_LEVEL, release: config.BEZEL_RELEASE, nodeId: config.BEZEL_NODE_ID });
  const { port, stop } = await withSpan("start", {}, () => startNode(config, log));
  const end = (signal: string) => {
    log.info({ signal }, "stopping");
    setTimeout(() => process.exit(1), stopWithinMs).unref();
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, "did not stop cleanly");
        process.exit(1);
      },
    );
  };
  process.once("SIGTERM", end);
  process.once("SIGINT", end);
  // Said last: whoever reads it may tell us to stop.
  log.info({ port, roles: config.BEZEL_ROLES }, "ready");
}

run().catch((error: unknown) => {
  const expected = error instanceof ConfigError || error instanceof NotDurable;
  console.error(expected ? error.message : error);
  process.exit(1);
});
