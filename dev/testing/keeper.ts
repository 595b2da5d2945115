import { startTestStack } from "./test-stack.ts";

/** Holds test servers for another process: prints their addresses, and ends them when standard input closes. */
const stack = await startTestStack();
console.log(JSON.stringify(stack.servers));
for await (const _ of Bun.stdin.stream()) {
  // Nothing is said on it; only its end matters.
}
await stack.stop();
