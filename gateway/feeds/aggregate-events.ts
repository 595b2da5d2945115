import type { CloudEvent } from "#contracts/feed/cloud-event.ts";
import { parseEventKey } from "#contracts/feed/cloud-event.ts";
import type { GatewayDeps } from "../deps.ts";
import { stillSignedIn } from "../plugins/auth.ts";
import { ProblemError } from "../problem.ts";
import { everything, type Frame, indexedEvents, type Tell } from "./frame.ts";
import { nothingSeen, orderStream } from "./order-stream.ts";

type Headers = Readonly<Record<string, string | undefined>>;

/** As much of a request's context as its events depend on. */
interface Asked {
  readonly query: { readonly after?: string | undefined };
  readonly headers: Headers;
  readonly request: Request;
  readonly server: { timeout(request: Request, seconds: number): void } | null;
}

const wantsStream = (headers: Headers): boolean => (headers["accept"] ?? "").includes("text/event-stream");

/** Where a client says it stands: what its EventSource remembers, else what the address says. */
export const resumeAt = (headers: Headers, query: Asked["query"]) =>
  headers["last-event-id"] || query.after || undefined;

async function* shown(frames: AsyncGenerator<Frame>, tell: Tell): AsyncGenerator<Frame> {
  for await (const frame of frames) {
    // What is not for this client still moves the place it resumes at.
    const { data, ...rest } = frame;
    const told = data === undefined ? undefined : tell(data as CloudEvent);
    yield told === undefined ? rest : { ...rest, data: told };
  }
}

/** The events of one order or quote after what the client has seen: server-sent if it wants them so, else JSON. */
export async function eventsOfAggregate(
  deps: Pick<GatewayDeps, "hub" | "log" | "stream" | "authenticate">,
  id: string,
  { query, headers, request, server }: Asked,
  tell: Tell = everything,
): Promise<Response> {
  const resume = resumeAt(headers, query);
  const seen = resume === undefined ? nothingSeen : parseEventKey(resume);
  if (!seen) throw new ProblemError("feed/cursor-invalid");
  if (wantsStream(headers)) {
    server?.timeout(request, 0); // Quiet streams would be cut.
    const frames = (signal: AbortSignal) => shown(orderStream(deps.hub, deps.log, id, seen, signal), tell);
    return deps.stream(request, frames, stillSignedIn(deps.authenticate, request));
  }
  const commits = await deps.log.load(id, { version: Math.max(0, seen.version - 1) });
  const events = commits.flatMap((stored) =>
    indexedEvents(stored, stored.commit.version === seen.version ? seen.index + 1 : 0),
  );
  return Response.json({ items: events.flatMap(({ event }) => tell(event) ?? []) });
}
