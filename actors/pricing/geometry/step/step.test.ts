import { expect, test } from "bun:test";
import { bytesOf } from "#dev/models/formats/binary.ts";
import { type ReaderLimits, readerLimits } from "../limits.ts";
import { Refused } from "../refused.ts";
import { TriangleSums } from "../sums.ts";
import { readStep } from "./reader.ts";

/** A STEP file as far as its frame goes; what is in it the kernel has to find out. */
const framed = (data: string) =>
  bytesOf(`ISO-10303-21;\nHEADER;\nENDSEC;\nDATA;\n${data}\nENDSEC;\nEND-ISO-10303-21;\n`);
const points = framed(
  Array.from({ length: 200_000 }, (_, i) => `#${i + 1}=CARTESIAN_POINT('',(${i}.,0.,0.));`).join("\n"),
);

async function findingOf(file: Uint8Array, limits: Partial<ReaderLimits> = {}): Promise<string> {
  const all = { ...readerLimits({ bytesMax: 1e9, trianglesMax: 1e6 }), ...limits };
  const refusal = await readStep(file, new TriangleSums(all.trianglesMax), all).catch((error: unknown) => error);
  return refusal instanceof Refused ? refusal.finding.code : "read";
}

test("a STEP file that takes the kernel too long is given up", async () => {
  const begun = performance.now();
  expect(await findingOf(points, { stepMsMax: 50 })).toBe("model/took-too-long");
  expect(performance.now() - begun).toBeLessThan(10_000);
}, 30_000);

test("and so is one that takes it too much memory", async () => {
  expect(await findingOf(points, { stepMemoryMax: 20_000_000 })).toBe("model/needs-too-much-memory");
}, 90_000);

test.each([
  ["without a header", "ISO-10303-21;\nDATA;\nENDSEC;\nEND-ISO-10303-21;\n", "model/unreadable"],
  ["cut short", "ISO-10303-21;\nHEADER;\nENDSEC;\nDATA;\n#1=CARTESIAN", "model/truncated"],
])("a STEP file %s needs no kernel", async (_, text, code) => {
  expect(await findingOf(bytesOf(text), { stepMsMax: 0 })).toBe(code);
});
