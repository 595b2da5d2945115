import { signal } from "@preact/signals";
import type { SessionAnswer } from "#contracts/api/auth.ts";
import { Refused } from "../../client/api.ts";

/** Who is there: nobody knows yet, somebody, or nobody, and then why the last try failed. */
export type Session =
  | { readonly state: "asking" }
  | { readonly state: "in"; readonly me: Pick<SessionAnswer, "id" | "name" | "access"> }
  | { readonly state: "out"; readonly why?: string };

export const session = signal<Session>({ state: "asking" });

/** Kept in memory only: what outlives the page is a cookie that no script can read. */
let held: { readonly token: string; readonly from: number; readonly until: number } | undefined;
let asking: Promise<string> | undefined;

/** The browser has no session, or one that has ended. */
class NobodyThere extends Error {
  override readonly name = "NobodyThere";
}

async function ask(path: string, body: object = {}): Promise<Response> {
  const headers = { "content-type": "application/json" };
  const init = { method: "POST", headers, body: JSON.stringify(body), credentials: "same-origin" } as const;
  const response = await fetch(`/auth/v1/session${path}`, { ...init, signal: AbortSignal.timeout(15_000) });
  if (response.status === 204) throw new NobodyThere();
  if (response.ok) return response;
  const { code = "unknown", title = response.statusText } = await response.json().catch(() => ({}));
  throw new Refused(response.status, code, title);
}

async function enter(answered: Promise<Response>): Promise<string> {
  const { token, expiresAt, id, name, access }: SessionAnswer = await (await answered).json();
  held = { token, from: Date.now(), until: Date.parse(expiresAt) };
  if (session.value.state !== "in") session.value = { state: "in", me: { id, name, access } };
  return token;
}

const hasEnded = (error: unknown) => error instanceof NobodyThere;

/** A token for the next request; a new one when half of the old one's time has passed. Throws when there is none. */
export async function credential(): Promise<string> {
  if (held && Date.now() < (held.from + held.until) / 2) return held.token;
  asking ??= enter(ask("/token")).finally(() => {
    asking = undefined;
  });
  return asking.catch((error: unknown) => {
    if (hasEnded(error)) leave("You have been signed out. Sign in to go on.");
    // The server could not be asked: the old token may do for a while.
    else if (held && Date.now() < held.until) return held.token;
    throw error;
  });
}

function leave(why?: string): void {
  held = undefined;
  session.value = why === undefined ? { state: "out" } : { state: "out", why };
}

/** Goes on with the session the browser has, if it has one. */
export const resume = (): Promise<void> =>
  enter(ask("/token")).then(
    () => {},
    (error: unknown) => leave(hasEnded(error) ? undefined : "The server does not answer."),
  );

/** Signs in; why it failed is in the session. */
export const signIn = (email: string, password: string): Promise<void> =>
  enter(ask("", { email, password })).then(
    () => {},
    (error: unknown) => leave(error instanceof Refused ? error.message : "The server does not answer."),
  );

/** Ends the session here and on the server. Throws when the server could not be told: then one is still signed in. */
export async function signOut(): Promise<void> {
  await ask("/end");
  leave();
}
