import { hostsAmong } from "#actors/client.ts";
import { probeWrite } from "#actors/nats/topology.ts";
import { apiKeys } from "../auth/api-keys.ts";
import { tokens as sessionTokens } from "../auth/tokens.ts";
import { priceBook, priceBooks } from "../catalogue.ts";
import type { GatewayDeps } from "../deps.ts";
import { FeedHub } from "../feeds/hub.ts";
import type { streamRegistry } from "../feeds/sse.ts";
import { modelService } from "../models.ts";
import { healthOf } from "../ops/health.ts";
import { dispatcher } from "../orders/dispatch.ts";
import { orderService } from "../orders/orders.ts";
import { authenticator } from "../plugins/auth.ts";
import { quoteEstimates } from "../quotes/estimates.ts";
import { instantPrices } from "../quotes/instant/prices.ts";
import { recently } from "../quotes/instant/recently.ts";
import { rememberedFacts } from "../quotes/instant/remembered-facts.ts";
import { quoteStoring } from "../quotes/instant/storing.ts";
import { quoteService } from "../quotes/quotes.ts";
import type { Log } from "../telemetry/log.ts";
import type { RecordCommand } from "../telemetry/metrics.ts";
import type { Actors } from "./actors.ts";
import type { NodeConfig } from "./config.ts";
import { demonstration } from "./demo.ts";
import type { ModelWorkers } from "./model-workers.ts";
import type { Servers } from "./servers.ts";

/** How old the price books may be that a quote is priced from in its own request, ms. */
const booksForMs = 1_000;

export interface GatewayParts {
  readonly log: Log;
  readonly record: RecordCommand;
  readonly streams: ReturnType<typeof streamRegistry>;
  readonly modelWorkers: ModelWorkers;
}

/** Puts together what routes work with. Every node serves operations; the rest only with the gateway role. */
export async function openGateway(config: NodeConfig, servers: Servers, actors: Actors, parts: GatewayParts) {
  const { names, log: eventLog, reader, pools } = servers;
  const { log, record, streams, modelWorkers } = parts;
  const { send } = actors;
  const now = Date.now;
  const tokens = sessionTokens(config.BEZEL_TOKEN_SECRET, now);
  const keys = apiKeys(send, now);
  const authenticate = authenticator(tokens, keys);
  const hub = new FeedHub(reader, reader.page, (error) => log.error({ err: error }, "the live feed has stopped"));
  const serves = config.BEZEL_ROLES.includes("gateway");
  if (serves) await hub.start();
  const health = healthOf({
    log: () => probeWrite(servers.nats, names),
    actors: async () => {
      if (hostsAmong(actors.nodes()).length === 0) throw new Error("no node hosts orders");
    },
    node: async () => {
      if (actors.isLeaving()) throw new Error("this node is leaving");
    },
  });
  const gatewayDeps = async (): Promise<GatewayDeps> => {
    const dispatch = dispatcher({ send, now, record });
    const [facts, topologies] = [rememberedFacts(await servers.facts()), await servers.topologies()];
    const { bytesMax } = servers.limits;
    const stores = { uploads: servers.models, facts, topologies };
    const models = modelService({ send, dispatch, ...stores, bytesMax, pass: modelWorkers.pass, now });
    const orders = orderService(send, dispatch, now);
    const quotes = quoteService(send, dispatch, now);
    const approvalAbovePermille = config.BEZEL_OVERRIDE_ALONE_PERMILLE;
    const shared = { names, send, dispatch, log: eventLog, hub, stream: streams.stream, orders, models };
    const estimates = quoteEstimates({
      range: (key, signal) => (part) => servers.models.readRange(key, part, signal),
      book: () => priceBook({ send, now }),
      dispatch,
      random: Math.random,
      report: (error) => log.info({ err: error }, "a quote gets no estimate"),
    });
    const instant = instantPrices({
      facts,
      books: recently(() => priceBooks({ send, now }), booksForMs, now),
      priceValidMs: config.BEZEL_PRICE_VALID_S * 1_000,
      now,
      report: (error) => log.info({ err: error }, "a quote gets its price from the queue"),
    });
    const storing = quoteStoring({
      dispatch,
      pause: Bun.sleep,
      report: (error) => log.warn({ err: error }, "a quote's model is not known to be stored"),
    });
    const quoting = { quotes, estimates, instant, storing, approvalAbovePermille };
    const demo = config.BEZEL_DEMO ? demonstration(config.BEZEL_TOKEN_SECRET, tokens) : undefined;
    return { ...shared, ...quoting, authenticate, tokens, keys, pools, demo, now };
  };
  return {
    deps: serves ? await gatewayDeps() : undefined,
    ops: { health, authenticate, log: eventLog, nodes: actors.nodes },
    clients: () => hub.clients,
    stop: () => hub.stop(),
  };
}
