import { UserError } from "#dev/user-error.ts";

/** An answer of the public API as a client sees it. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: a client reads whatever JSON the address documents
  readonly body: any;
}

export interface Call {
  readonly method?: string;
  readonly json?: unknown;
  readonly bytes?: Uint8Array;
  readonly headers?: Record<string, string>;
}

/** A client of the public HTTP API; `credential` is a session token or an API key. */
export function apiClient(url: string, credential?: string) {
  const call = async (path: string, { method, json, bytes, headers = {} }: Call = {}): Promise<Answer> => {
    const body = bytes ?? (json === undefined ? undefined : JSON.stringify(json));
    const response = await fetch(new URL(path, url), {
      method: method ?? (body === undefined ? "GET" : "POST"),
      headers: {
        ...(credential === undefined ? {} : { authorization: `Bearer ${credential}` }),
        ...(json === undefined ? {} : { "content-type": "application/json" }),
        ...(bytes === undefined ? {} : { "content-type": "application/octet-stream" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: body as BodyInit }),
    });
    const text = await response.text();
    const isJson = (response.headers.get("content-type") ?? "").includes("json");
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
  };
  return {
    url,
    credential,
    call,
    get: (path: string, headers?: Record<string, string>) => call(path, headers ? { headers } : {}),
    post: (path: string, json: unknown = {}, headers?: Record<string, string>) =>
      call(path, { method: "POST", json, ...(headers ? { headers } : {}) }),
    upload: (path: string, bytes: Uint8Array, headers?: Record<string, string>) =>
      call(path, { method: "POST", bytes, ...(headers ? { headers } : {}) }),
  };
}
export type Api = ReturnType<typeof apiClient>;

/** The answer's body. Throws UserError with what the API said instead. */
export function expectOk({ status, body }: Answer) {
  if (status >= 200 && status < 300) return body;
  const said = body?.title ? `${body.title} (${body.code}${body.detail ? `: ${body.detail}` : ""})` : String(body);
  throw new UserError(`The API answered ${status}: ${said}`);
}
