import { orderAggregate } from "#actors/order/aggregate.ts";
import { emptyFold, type Fold } from "#actors/runtime/activation/fold.ts";
import { settle, takeTurn } from "#actors/runtime/activation/turn.ts";
import type { Commit } from "#contracts/log/commit.ts";
import { commandsOf, type Kind, kindOf, type Texts, textsOf } from "./kinds.ts";

const sampleAt = Date.parse("2026-01-05T08:00:00.000Z");
const hourMs = 3_600_000;
const instant = (ms: number): string => new Date(ms).toISOString();
const sample: Texts = textsOf(0);

/** The commits of one life, as the decider makes them: one for each command, three hours apart. */
function decided(kind: Kind): Commit[] {
  const commands = commandsOf(kind, sample, (days) => instant(sampleAt + days * 24 * hourMs));
  const commits: Commit[] = [];
  let fold: Fold = emptyFold(orderAggregate);
  for (const [i, command] of commands.entries()) {
    const id = `command-${i}`;
    const about = { kind: "command", aggregate: "", command, id, fingerprint: id, deadline: 0 } as const;
    const message = { ...about, by: sample.owner, at: instant(sampleAt + i * 3 * hourMs) };
    const turn = takeTurn(orderAggregate, fold, [message]);
    if (!turn.commit) throw new Error(`${command.type}: ${JSON.stringify(turn.answers)}`);
    commits.push(turn.commit);
    fold = settle(fold, { ...turn, commit: turn.commit }, i + 1);
  }
  return commits;
}

/** The same with other texts, wherever they stand. */
function retold(value: unknown, words: ReadonlyMap<string, string>): unknown {
  if (typeof value === "string") return words.get(value) ?? value;
  if (Array.isArray(value)) return value.map((item) => retold(item, words));
  if (typeof value !== "object" || value === null) return value;
  const told: Record<string, unknown> = {};
  for (const key in value) told[key] = retold((value as Record<string, unknown>)[key], words);
  return told;
}

function instantsIn(value: unknown, found = new Set<string>()): Set<string> {
  if (typeof value === "string" && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value)) found.add(value);
  if (typeof value === "object" && value !== null) for (const item of Object.values(value)) instantsIn(item, found);
  return found;
}

/**
 * Makes the commits of numbered orders. The real decider decides each kind of life once; an order's own differ from
 * those in its names and instants alone, minutes after those of the number before.
 */
export function lives(startMs: number, stepMs: number) {
  const known = new Map<Kind, { readonly commits: Commit[]; readonly instants: readonly string[] }>();
  const templateOf = (kind: Kind) => {
    const commits = decided(kind);
    const template = { commits, instants: [...instantsIn(commits)] };
    known.set(kind, template);
    return template;
  };
  return (n: number): Commit[] => {
    const kind = kindOf(n);
    const { commits, instants } = known.get(kind) ?? templateOf(kind);
    const laterMs = startMs + n * stepMs - sampleAt;
    const texts = textsOf(n);
    const words = new Map(instants.map((at) => [at, instant(Date.parse(at) + laterMs)]));
    for (const [name, text] of Object.entries(sample)) words.set(text, texts[name as keyof Texts]);
    return retold(commits, words) as Commit[];
  };
}
