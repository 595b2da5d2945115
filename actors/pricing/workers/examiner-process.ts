/**
 * The program of a worker process: models come in on standard input, one line of JSON goes out for each step of looking
 * at one. A process and not a thread, because only a process can be ended at any moment and its memory capped.
 */
import { lookDeeper } from "../solid/look-deeper.ts";
import { createExamination } from "../topology/examination.ts";
import { FrameReader } from "./frames.ts";

const limits = { bytesMax: 2 ** 32, trianglesMax: 20_000_000 };
const say = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`);

const frames = new FrameReader();
let examination = createExamination(limits);

async function answer({ finish }: typeof examination): Promise<void> {
  const { topology, bodies } = await finish();
  // The first line stands even when the second never comes.
  say({ topology });
  say({ topology: await lookDeeper(topology, bodies), done: true });
}

let answering = Promise.resolve();
for await (const bytes of Bun.stdin.stream()) {
  frames.push(
    bytes,
    (part) => examination.push(part),
    () => {
      const complete = examination;
      examination = createExamination(limits);
      answering = answering.then(() => answer(complete));
    },
  );
}
await answering;
