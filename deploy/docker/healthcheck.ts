/** Exit code 0 when this container's node answers that it is ready; the runtime's own fetch spares the image a curl. */
const port = process.env["BEZEL_PORT"] ?? "8080";
const ready = await fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(3_000) });
process.exit(ready.ok ? 0 : 1);

export {};
