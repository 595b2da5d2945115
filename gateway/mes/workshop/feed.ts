import { Elysia } from "elysia";
import { mainWorkshop } from "#contracts/shared/ids.ts";
import type { GatewayDeps } from "../../deps.ts";
import { type Frame, indexedEvents, orderFrame } from "../../feeds/frame.ts";
import { only, stillSignedIn } from "../../plugins/auth.ts";
import { mes } from "../side.ts";
import { readWorkshop } from "./reads.ts";

type FeedDeps = Pick<GatewayDeps, "hub" | "send" | "now">;

/**
 * The workshop as it is, then every event of it. Whoever comes back gets it as it is again: that is shorter than what
 * they have missed. Listening begins before it is read, so that nothing falls between the two.
 */
export async function* workshopStream(deps: FeedDeps, signal: AbortSignal): AsyncGenerator<Frame> {
  const { queue, close } = await deps.hub.listen(mainWorkshop, signal);
  let at = 0;
  const snapshot = async (): Promise<Frame> => {
    const { version, workshop } = await readWorkshop(deps);
    at = version;
    return { id: String(version), event: "snapshot", data: { version, workshop } };
  };
  try {
    yield await snapshot();
    for (;;) {
      const next = await queue.next();
      if (next === "ended") return;
      if (next === "quiet") yield {};
      else if (next.item.commit.version > at + 1) yield await snapshot();
      else if (next.item.commit.version === at + 1) {
        at += 1;
        for (const { event, index } of indexedEvents(next.item)) yield orderFrame(event, index);
      }
    }
  } finally {
    close();
  }
}

/** Who works on what, as it happens. */
export const workshopFeedRoutes = (deps: GatewayDeps) =>
  new Elysia().use(only(deps.authenticate, ...mes.access)).get(
    "/workshop/feed",
    ({ request, server }) => {
      server?.timeout(request, 0);
      const frames = (signal: AbortSignal) => workshopStream(deps, signal);
      return deps.stream(request, frames, stillSignedIn(deps.authenticate, request));
    },
    { detail: { summary: "The workshop: a snapshot, then every event of it, as it happens", tags: [mes.tag] } },
  );
