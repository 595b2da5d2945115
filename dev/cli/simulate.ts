import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { SeedResult } from "#actors/simulation/worker.ts";
import { root } from "#dev/root.ts";
import { type Command, parseOptions, wholeNumber } from "./command.ts";

const help = `Usage: ./bezel simulate [--seeds N] [--from F] [--seed S] [--size small|full]

Runs the actor runtime in simulated worlds: several nodes and hundreds of orders on virtual time, with crashes,
pauses, partitions, lost, late and doubled messages, wrong clocks and wrong views of the cluster. Checks after each
that no promise was broken. A world depends on its seed alone: a failing one is printed, and is had again exactly.

  --seeds N   how many (default 1000)
  --from F    the first (default 1)
  --seed S    this one only
  --size      full: some two hundred aggregates a seed (default); small: as ./bezel check runs them
`;

const seedMax = 1_000_000_000;
/** Progress is shown whenever this many seeds have run. */
const shownEvery = 100;
/** Failing worlds told in full; the others by their seed. */
const toldMax = 3;

interface Range {
  readonly from: number;
  readonly until: number;
  readonly size: string;
}

function rangeOf(args: string[]): Range {
  const { values } = parseOptions({
    args,
    options: {
      seeds: { type: "string", default: "1000" },
      from: { type: "string", default: "1" },
      seed: { type: "string" },
      size: { type: "string", default: "full" },
    },
  });
  const { size } = values;
  if (values.seed !== undefined) {
    const seed = wholeNumber(values.seed, "--seed", 0, seedMax);
    return { from: seed, until: seed + 1, size };
  }
  const from = wholeNumber(values.from, "--from", 0, seedMax);
  return { from, until: from + wholeNumber(values.seeds, "--seeds", 1, seedMax), size };
}

/** What a process that runs every `step`th seed says of them. */
async function* resultsOf({ from, until, size }: Range, step: number): AsyncGenerator<SeedResult> {
  const worker = join(root, "actors/simulation/worker.ts");
  const command = [process.execPath, worker, String(from), String(until), String(step), size];
  const child = Bun.spawn(command, { cwd: root, stdout: "pipe", stderr: "inherit" });
  let rest = "";
  for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) yield JSON.parse(line) as SeedResult;
  }
  if ((await child.exited) !== 0) throw new Error(`a simulation ended with ${child.exitCode}`);
}

/** Counts results, and tells of them as they come. */
class Tally {
  readonly failed: number[] = [];
  readonly #begin = performance.now();
  #seeds = 0;
  #commands = 0;
  #events = 0;

  add({ seed, commands, events, failure }: SeedResult): void {
    this.#seeds += 1;
    this.#commands += commands;
    this.#events += events;
    if (failure !== undefined) this.failed.push(seed);
    if (failure !== undefined && this.failed.length <= toldMax) console.log(`\n${failure}\n`);
    if (this.#seeds % shownEvery === 0) console.log(this.sentence);
  }

  get sentence(): string {
    const seconds = (performance.now() - this.#begin) / 1_000;
    const perMinute = Math.round((this.#seeds / seconds) * 60);
    const work = `${this.#commands} commands and reads in ${this.#events} events`;
    return `${this.#seeds} seeds, ${this.failed.length} failed; ${work}; ${perMinute} seeds a minute`;
  }
}

async function run(args: string[]): Promise<number> {
  const range = rangeOf(args);
  const tally = new Tally();
  const processes = Math.min(availableParallelism(), range.until - range.from);
  const follow = async (offset: number) => {
    for await (const result of resultsOf({ ...range, from: range.from + offset }, processes)) tally.add(result);
  };
  await Promise.all(Array.from({ length: processes }, (_, offset) => follow(offset)));
  console.log(tally.sentence);
  if (tally.failed.length > 0) console.log(`failed: ${tally.failed.toSorted((a, b) => a - b).join(", ")}`);
  return tally.failed.length === 0 ? 0 : 1;
}

export const simulate: Command = { help, run };
