import { leaseMs } from "#actors/nats/cluster/lease-view.ts";
import type { Rule } from "#dev/checker/history.ts";
import { servers } from "#dev/testing/servers.ts";
import { latencies } from "../latency.ts";
import { type Aim, atMost, publish, type Row, rounded } from "../result.ts";
import { brokenRules } from "./check.ts";
import type { ClientPlan, Told, Trouble } from "./client.ts";
import { type Cluster, principalsOf, startCluster } from "./cluster.ts";
import { type Scenario, scenarios } from "./faults.ts";
import { gapsOf, playRound, type Round } from "./round.ts";

/** Clients of each kind. */
const clientCount = 8;
/** Between an answer and the next command; part of every gap, ms. */
const paceMs = 20;

type Kind = "through a gateway that stays" | "at the node itself, reconnecting";
const kinds: readonly Kind[] = ["through a gateway that stays", "at the node itself, reconnecting"];

/** How long a client waits for a gateway before it tries another, ms; one that there is no other for, longer. */
const laterWithinMs = leaseMs + 2_000;
const firstWithinMs: Record<Kind, number> = {
  "through a gateway that stays": laterWithinMs,
  "at the node itself, reconnecting": 1_000,
};

interface Figures {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
  readonly trouble: Trouble;
}

async function plansFor({ gateway, victim, heir }: Cluster, principals: Principals): Promise<ClientPlan[]> {
  const credentials = { partner: principals.partner.credential, seller: principals.seller.credential };
  const urls: Record<Kind, string[]> = {
    "through a gateway that stays": [gateway.url],
    "at the node itself, reconnecting": [victim().url, gateway.url, heir.url],
  };
  return kinds.flatMap((kind, k) =>
    Array.from({ length: clientCount }, (_, i) => ({
      number: k * clientCount + i,
      urls: urls[kind],
      ...{ credentials, paceMs, firstWithinMs: firstWithinMs[kind], laterWithinMs },
    })),
  );
}
type Principals = Awaited<ReturnType<typeof principalsOf>>;

const kindOf = (client: number): Kind =>
  kinds[Math.floor(client / clientCount)] ?? kinds[0] ?? "through a gateway that stays";

function figuresOf(rounds: readonly Round[], kind: Kind): Figures {
  const gaps = rounds.flatMap((round) => [...gapsOf(round)].filter(([c]) => kindOf(c) === kind).map(([, gap]) => gap));
  const troubles = rounds.flatMap(({ trouble }) => trouble.filter((_, client) => kindOf(client) === kind));
  const sum = (what: keyof Trouble) => troubles.reduce((total, trouble) => total + trouble[what], 0);
  const { p50, p99 } = latencies(gaps);
  return {
    p50,
    p99,
    max: Math.max(...gaps),
    trouble: { failed: sum("failed"), cut: sum("cut"), refused: sum("refused") },
  };
}

/** Plays all rounds of a scenario; the node is there again before each. */
async function play(cluster: Cluster, scenario: Scenario, principals: Principals): Promise<Round[]> {
  const rounds: Round[] = [];
  for (let round = 0; round < scenario.rounds; round++) {
    rounds.push(await playRound(await plansFor(cluster, principals), scenario.fault(cluster)));
    if (!cluster.isVictimRunning()) await cluster.restartVictim();
  }
  return rounds;
}

const rowOf = (scenario: string, kind: Kind, { p50, p99, max, trouble }: Figures): Row => ({
  "the node is": scenario,
  clients: kind,
  "gap p50 ms": rounded(p50),
  "gap p99 ms": rounded(p99),
  "gap max ms": rounded(max),
  ...trouble,
});

function aimsOf(figures: ReadonlyMap<string, readonly Figures[]>, broken: ReadonlyMap<Rule, number>): Aim[] {
  const worst = (scenario: string) => Math.max(...(figures.get(scenario) ?? []).map(({ p99 }) => p99));
  const drained = figures.get("drained (SIGTERM)") ?? [];
  return [
    atMost("killed: longest gap p99, ms", worst("killed (SIGKILL)"), 250),
    atMost("drained: longest gap p99, ms", worst("drained (SIGTERM)"), 50),
    atMost(
      "drained: requests that failed or were cut",
      drained.reduce((n, f) => n + f.trouble.failed + f.trouble.cut, 0),
      0,
    ),
    atMost("paused: longest gap p99, ms (lease TTL + 250)", worst("paused (SIGSTOP)"), leaseMs + 250),
    atMost("acknowledged commands lost", broken.get("lost") ?? 0, 0),
    atMost("commands done twice", broken.get("duplicate") ?? 0, 0),
    atMost(
      "other violations of the history",
      [...broken.values()].reduce((n, count) => n + count, 0),
      0,
    ),
  ];
}

/** The longest gap clients see while the node that hosts their orders is killed, drained and paused. */
export async function failover(): Promise<void> {
  const { natsUrl } = await servers();
  const cluster = await startCluster();
  try {
    const principals = await principalsOf(cluster.gateway);
    const told: Told[] = [];
    const rows: Row[] = [];
    const figures = new Map<string, Figures[]>();
    for (const scenario of scenarios) {
      const rounds = await play(cluster, scenario, principals);
      told.push(...rounds.flatMap((round) => round.told));
      const byKind = kinds.map((kind) => figuresOf(rounds, kind));
      figures.set(scenario.name, byKind);
      rows.push(...kinds.map((kind, k) => rowOf(scenario.name, kind, byKind[k] as Figures)));
      console.log(rows.slice(-kinds.length));
    }
    const place = { natsUrl, prefix: cluster.prefix, streamCount: 1 };
    const ids = { partner: principals.partner.id, seller: principals.seller.id };
    const broken = await brokenRules(place, told, ids);
    console.log(`${told.filter(({ version }) => version !== undefined).length} acknowledged commands checked`);
    publish({ name: "failover", rows, aims: aimsOf(figures, broken) });
  } finally {
    await cluster.stop();
  }
}
