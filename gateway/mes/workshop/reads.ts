import { mainWorkshop } from "#contracts/shared/ids.ts";
import { emptyWorkshop, type Workshop } from "#contracts/workshop/workshop.ts";
import type { GatewayDeps } from "../../deps.ts";
import { ProblemError } from "../../problem.ts";

const readWithinMs = 2_000;

/** The workshop as of its log's head. Throws ProblemError. */
export async function readWorkshop({ send, now }: Pick<GatewayDeps, "send" | "now">) {
  const reply = await send({ kind: "read", aggregate: mainWorkshop, deadline: now() + readWithinMs });
  if (reply.kind === "unavailable") throw ProblemError.unavailable(reply);
  if (reply.kind !== "state") throw new ProblemError("service/failed");
  return { version: reply.version, workshop: (reply.state as Workshop | undefined) ?? emptyWorkshop };
}
