import { z } from "zod";

/** Who may sign in to the demonstration, as gateway/node/setup.ts prints them in one line of JSON. */
const SignIns = z.object({
  signIns: z.array(z.object({ who: z.string(), user: z.string(), secret: z.string() })),
});
export type SignIn = z.infer<typeof SignIns>["signIns"][number];

/** Finds that line among whatever else setup printed. */
export function parseSignIns(output: string): SignIn[] {
  const line = output
    .split("\n")
    .findLast((candidate) => candidate.startsWith('{"signIns"') || candidate.startsWith('{ "signIns"'));
  if (line === undefined) throw new Error("setup did not print the sign-ins");
  return SignIns.parse(JSON.parse(line)).signIns;
}
