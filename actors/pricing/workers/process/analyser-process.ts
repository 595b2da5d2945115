/** The program of a worker process that reads models: of each goes out one line of JSON with what is known of it. */
import { createAnalyser } from "../../geometry/analyser.ts";
import type { AnalysisLimits } from "../../geometry/limits.ts";
import { answerModels, say } from "./answer-models.ts";

const limits = JSON.parse(process.argv[2] ?? "{}") as AnalysisLimits;

await answerModels(
  () => createAnalyser(limits),
  async (analyser, sha256) => void say({ analysis: await analyser.finish(), sha256 }),
);
