const whole = (name: string, usual: number): number => Number(process.env[name] ?? usual);

/** What the benches of served prices ask for; smaller figures try them out. */
export const settings = {
  /** Which of uploads, lanes, responsiveness and two-nodes are run. */
  parts: process.env["BEZEL_BENCH_PARTS"]?.split(","),
  smallCount: whole("BEZEL_BENCH_SMALL", 100),
  monsterCount: whole("BEZEL_BENCH_MONSTERS", 8),
  monsterTriangles: whole("BEZEL_BENCH_TRIANGLES", 10_000_000),
  /** Models of 5 MB that one and two pricing nodes are asked for. */
  sharedCount: whole("BEZEL_BENCH_SHARED", 64),
  /** One part takes no longer, s. */
  withinS: whole("BEZEL_BENCH_WITHIN_S", 600),
};

/** How far a bench is, beside the table it prints at the end. */
export const progress = (text: string): void => void process.stderr.write(`${text}\n`);
