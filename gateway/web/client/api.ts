/** What the API said instead of doing it (RFC 9457). */
export class Refused extends Error {
  override readonly name = "Refused";

  constructor(
    readonly status: number,
    readonly code: string,
    title: string,
    readonly detail?: string,
  ) {
    super(title);
  }
}

interface Call {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: BodyInit;
}

const tries = 4;
const pauseMs = 700;

async function once<Answer>({ path, ...init }: Call): Promise<Answer> {
  const response = await fetch(path, init);
  const body = await response.json();
  if (response.ok) return body;
  const { code = "unknown", title = response.statusText, detail } = body;
  throw new Refused(response.status, code, detail ? `${title} ${detail}` : title);
}

/** A break in the line or a 503 says nothing about what was done: the same request, with the same key, finds out. */
async function send<Answer>(call: Call): Promise<Answer> {
  for (let left = tries; ; left--) {
    try {
      return await once<Answer>(call);
    } catch (error) {
      const unknown = !(error instanceof Refused) || error.status === 503;
      if (!unknown || left <= 1) throw error;
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
}

export const read = <Answer>(path: string): Promise<Answer> => send({ method: "GET", path });

/** What a write of an order is answered. */
export interface Written {
  readonly id: string;
  readonly version: number;
  readonly status: string;
}

export interface Write {
  readonly path: string;
  /** Names the request: sent again, it is answered as it was first. */
  readonly key: string;
  /** JSON, or the bytes of a file. */
  readonly body?: object | Uint8Array<ArrayBuffer>;
  /** The version it is decided on. */
  readonly seen?: number;
}

/** Writes as the one whom the credential belongs to. Throws Refused. */
export function write(credential: string, { path, key, body = {}, seen }: Write): Promise<Written> {
  const isFile = body instanceof Uint8Array;
  const headers = {
    authorization: `Bearer ${credential}`,
    "content-type": isFile ? "model/stl" : "application/json",
    "idempotency-key": key,
    ...(seen === undefined ? {} : { "if-match": `"${seen}"` }),
  };
  return send({ method: "POST", path, headers, body: isFile ? body : JSON.stringify(body) });
}
