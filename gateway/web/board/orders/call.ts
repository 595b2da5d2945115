import { Refused } from "../../client/api.ts";
import { credential } from "../sign-in/session.ts";
import { noteCall } from "../timing/timings.ts";

export interface Call {
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON; makes it a POST. */
  readonly body?: object;
}

/** After this nobody waits any longer: whether it was done is not known then, ms. */
const answerWithinMs = 8_000;

async function problemOf(response: Response): Promise<Refused> {
  const { code = "unknown", title = response.statusText, detail } = await response.json().catch(() => ({}));
  return new Refused(response.status, code, title, detail);
}

/** Asks the API as the one who is signed in. Throws Refused, or whatever fetch throws when no answer comes. */
export async function call<Answer>({ path, headers = {}, body }: Call): Promise<Answer> {
  const authorization = `Bearer ${await credential()}`;
  const begun = performance.now();
  const response = await fetch(path, {
    method: body ? "POST" : "GET",
    headers: { authorization, ...(body ? { "content-type": "application/json" } : {}), ...headers },
    signal: AbortSignal.timeout(answerWithinMs),
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  if (!response.ok) throw await problemOf(response);
  const answer: Answer = await response.json();
  noteCall(path, performance.now() - begun, response.headers.get("server-timing"));
  return answer;
}
