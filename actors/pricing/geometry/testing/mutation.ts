import fc from "fast-check";

/** Bytes overwritten, parts left out, doubled or swapped: what goes wrong with files, and what attackers try. */
export const mutation = fc.record({
  bytes: fc.array(fc.tuple(fc.nat(), fc.constantFrom(0, 1, 0x22, 0x2d, 0x3c, 0x3e, 0x7f, 0x80, 0xff)), {
    maxLength: 6,
  }),
  noise: fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 }),
  cut: fc.option(fc.tuple(fc.nat(), fc.nat(400))),
  doubled: fc.option(fc.tuple(fc.nat(), fc.nat(400))),
});

type Mutation = typeof mutation extends fc.Arbitrary<infer Value> ? Value : never;

/** A copy of a file as the mutation leaves it. */
export function mutated(original: Uint8Array, { bytes, noise, cut, doubled }: Mutation) {
  let copy = original.slice();
  for (const [at, byte] of [...bytes, ...noise]) copy[at % copy.length] = byte;
  if (cut)
    copy = new Uint8Array([
      ...copy.subarray(0, cut[0] % copy.length),
      ...copy.subarray((cut[0] % copy.length) + cut[1]),
    ]);
  if (doubled && copy.length > 0) {
    const at = doubled[0] % copy.length;
    copy = new Uint8Array([...copy.subarray(0, at + doubled[1]), ...copy.subarray(at)]);
  }
  return copy;
}
