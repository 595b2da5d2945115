import { type Latencies, latencies } from "../latency.ts";

/** Requests to make one after the other; given as JSON on the command line. */
export interface AskPlan {
  readonly url: string;
  readonly token: string;
  /** Asked in turn; a path that ends with `cursor=` is given the cursor of the answer before. */
  readonly paths: readonly string[];
  readonly warmUps: number;
  readonly times: number;
}
export interface Asked {
  /** What the server says it took until the answer was ready to leave, ms. */
  readonly server: Latencies;
  /** Of that, the database, ms. */
  readonly db: Latencies;
  /** Until the client has the whole answer, ms. */
  readonly client: Latencies;
  /** The largest answer as it came over the line, bytes. */
  readonly bytes: number;
  /** Of the last answer. */
  readonly rows: number;
}

interface Answer {
  readonly server: number;
  readonly db: number;
  readonly client: number;
  readonly body: Uint8Array<ArrayBuffer>;
}

const timed = (timing: string, what: string): number =>
  Number(new RegExp(`${what};dur=([\\d.]+)`).exec(timing)?.[1] ?? Number.NaN);

async function once(url: string, token: string): Promise<Answer> {
  const began = performance.now();
  const headers = { authorization: `Bearer ${token}`, "accept-encoding": "gzip" };
  const answer = await fetch(url, { headers, decompress: false });
  const body = await answer.bytes();
  if (!answer.ok) throw new Error(`${url} was answered ${answer.status}`);
  const timing = answer.headers.get("server-timing") ?? "";
  return { server: timed(timing, "total"), db: timed(timing, "db"), client: performance.now() - began, body };
}

/** The page in an answer; small ones are not compressed. */
function pageIn(body: Uint8Array<ArrayBuffer>): { items: unknown[]; next?: string } {
  const isGzip = body[0] === 0x1f && body[1] === 0x8b;
  return JSON.parse(new TextDecoder().decode(isGzip ? Bun.gunzipSync(body) : body));
}

async function ask({ url, token, paths, warmUps, times }: AskPlan): Promise<Asked> {
  const answers: Answer[] = [];
  let page: ReturnType<typeof pageIn> = { items: [] };
  for (let i = 0; i < warmUps + times; i++) {
    const path = paths[i % paths.length] ?? "";
    const isNext = path.endsWith("cursor=");
    const from = isNext && page.next === undefined ? path.replace(/[?&]cursor=$/, "") : path + (page.next ?? "");
    const answer = await once(url + (isNext ? from : path), token);
    if (i === 0 || isNext) page = pageIn(answer.body);
    if (i >= warmUps) answers.push(answer);
  }
  const of = (part: "server" | "db" | "client") => latencies(answers.map((answer) => answer[part]));
  const bytes = Math.max(...answers.map(({ body }) => body.length));
  const last = answers.at(-1);
  return {
    server: of("server"),
    db: of("db"),
    client: of("client"),
    bytes,
    rows: last ? pageIn(last.body).items.length : 0,
  };
}

if (import.meta.main) console.log(JSON.stringify(await ask(JSON.parse(process.argv[2] ?? "{}") as AskPlan)));
