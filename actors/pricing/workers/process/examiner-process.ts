/**
 * The program of a worker process that looks closely at models: one line of JSON goes out for each step of looking at
 * one. A process and not a thread, because only a process can be ended at any moment and its memory capped.
 */
import { lookDeeper } from "../../solid/look-deeper.ts";
import { createExamination } from "../../topology/examination.ts";
import { answerModels, say } from "./answer-models.ts";

const limits = { bytesMax: 2 ** 32, trianglesMax: 20_000_000 };

await answerModels(
  () => createExamination(limits),
  async ({ finish }, sha256) => {
    const { topology, bodies } = await finish();
    // The first line stands even when the second never comes.
    say({ topology, sha256 });
    say({ topology: await lookDeeper(topology, bodies), sha256, done: true });
  },
);
