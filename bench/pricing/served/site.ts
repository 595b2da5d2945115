import { type Api, apiClient, expectOk } from "#dev/client/api.ts";
import { readSse } from "#dev/client/sse.ts";
import { startNode, type TestNode } from "#dev/testing/node.ts";
import { freshPrefix } from "#dev/testing/servers.ts";

const env = { LOG_LEVEL: "warn", BEZEL_MODEL_BYTES_MAX: String(2 ** 30) };

/** An installation as one company's program sees it. */
export interface Site {
  readonly partner: Api;
  /** The node it talks to. */
  readonly node: TestNode;
  /** One more node that prices; `number` tells it from the others. */
  readonly addPricing: (number: number) => Promise<TestNode>;
  readonly stop: () => Promise<void>;
  /** Aborts when it stops: who still waits for a price waits in vain. */
  readonly leaving: AbortSignal;
}

/** Starts a node of these roles, and what it needs. */
export async function startSite(roles: string): Promise<Site> {
  const prefix = freshPrefix();
  const node = await startNode({ prefix, roles, env });
  const nodes = [node];
  const leaving = new AbortController();
  const { secret } = node.signIns.find(({ who }) => who === "Demo partner") ?? { secret: "" };
  return {
    node,
    partner: apiClient(node.url, secret),
    addPricing: async (number) => {
      const more = await startNode({ prefix, number, roles: "pricing", env });
      nodes.push(more);
      return more;
    },
    leaving: leaving.signal,
    stop: async () => {
      leaving.abort();
      for (const one of nodes.toReversed()) await one.stop();
    },
  };
}

export const freshKey = () => ({ "idempotency-key": crypto.randomUUID() });
const choice = { material: "silver-925", finishing: "polished", quantity: 1 };

/** Between two tries of a client that was told to come again, ms, and how often it comes at most. */
const [againMs, triesMax] = [200, 100];

/** Posts as a client does that is told when a log is slow to answer: again, under the same key. */
async function post({ partner }: Site, path: string, body: unknown) {
  const key = freshKey();
  for (let tries = 1; ; tries++) {
    const answer = await partner.post(path, body, key);
    if (answer.status !== 503 || tries === triesMax) return expectOk(answer);
    await Bun.sleep(againMs);
  }
}

/** Puts a file straight into the store; gives the model's id. */
export async function putModel(site: Site, bytes: Uint8Array): Promise<string> {
  const asked = await post(site, "/partner/v1/uploads", { name: "a.stl", bytes: bytes.length });
  const { modelId, uploadUrl, method } = asked;
  const put = await fetch(uploadUrl, { method, body: bytes as BodyInit });
  if (!put.ok) throw new Error(`the store answered ${put.status}`);
  await post(site, `/partner/v1/uploads/${modelId}/complete`, {});
  return modelId;
}

/** Asks for a quote; gives its id as soon as it has been accepted for pricing. */
export async function askForQuote(site: Site, modelId: string): Promise<string> {
  return (await post(site, "/partner/v1/quotes", { modelId, choice, country: "DE" })).id;
}

/** Waits until the quote is priced, told by its events. Throws when it failed, or took longer than `withinMs`. */
export async function priced({ partner, leaving: stopped }: Site, quoteId: string, withinMs: number): Promise<void> {
  const url = new URL(`/partner/v1/quotes/${quoteId}/events`, partner.url).href;
  const leaving = AbortSignal.any([stopped, AbortSignal.timeout(withinMs)]);
  for (let tries = 1; ; tries++) {
    try {
      for await (const { data = "" } of readSse(url, { token: partner.credential ?? "", signal: leaving })) {
        if (data.includes("QuotePriced")) return;
        if (data.includes("QuoteFailed")) break;
      }
      break;
    } catch (error) {
      if (leaving.aborted || tries === triesMax) throw error;
      await Bun.sleep(againMs); // A log that is slow to answer; the stream begins again.
    }
  }
  throw new Error(`quote ${quoteId} has no price`);
}

/** A copy of a binary STL with a header of its own: other content, the same work. */
export function another(stl: Uint8Array, number: number): Uint8Array {
  const copy = stl.slice();
  new DataView(copy.buffer).setUint32(0, number, true);
  return copy;
}
