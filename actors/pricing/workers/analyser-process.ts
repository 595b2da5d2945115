/**
 * The program of a worker process that reads models: they come in on standard input, and of each goes out one line of
 * JSON with what is known of it.
 */
import { createAnalyser } from "../geometry/analyser.ts";
import type { AnalysisLimits } from "../geometry/limits.ts";
import { FrameReader } from "./frames.ts";

const limits = JSON.parse(process.argv[2] ?? "{}") as AnalysisLimits;

const frames = new FrameReader();
let analyser = createAnalyser(limits);
let answering = Promise.resolve();
for await (const bytes of Bun.stdin.stream()) {
  frames.push(
    bytes,
    (part) => analyser.push(part),
    () => {
      const complete = analyser;
      analyser = createAnalyser(limits);
      const answer = async () => process.stdout.write(`${JSON.stringify(await complete.finish())}\n`);
      answering = answering.then(async () => void (await answer()));
    },
  );
}
await answering;
