import { startTestStack } from "./test-stack.ts";

/** Holds test servers for another process: prints their addresses, and ends them when standard input closes. */
const { promise: ended, resolve: end } = Promise.withResolvers<void>();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => end());

const stack = await startTestStack();
console.log(JSON.stringify(stack.servers));
void Bun.stdin.text().then(() => end());
await ended;
await stack.stop();
process.exit();
