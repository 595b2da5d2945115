import type { Command } from "./command.ts";

const { help, run } = await import("#dev/demo/main.ts");

export const demo: Command = { help, run };
