import { Elysia } from "elysia";
import { ShiftBody, WorkshopView, WorkshopWritten } from "#contracts/api/workshop.ts";
import { mainWorkshop, OperatorId } from "#contracts/shared/ids.ts";
import type { GatewayDeps } from "../../deps.ts";
import { idempotencyKey } from "../../orders/conditions.ts";
import { idAs, only } from "../../plugins/auth.ts";
import { compact } from "../../plugins/compact.ts";
import { mes } from "../side.ts";
import { readWorkshop } from "./reads.ts";
import { workshopView } from "./view.ts";

/** Who asks again within a minute has what is there already, unless something has happened. */
const toTheMinute = (now: number): number => now - (now % 60_000);

/** Operators come and go, and see who works on what. */
export const workshopRoutes = (deps: GatewayDeps) =>
  new Elysia()
    .use(only(deps.authenticate, ...mes.access))
    .get(
      "/workshop",
      async ({ headers, set }) => {
        const { version, workshop } = await readWorkshop(deps);
        const view = WorkshopView.parse(workshopView(version, workshop, toTheMinute(deps.now())));
        return compact(view, { headers, set }) as unknown as WorkshopView;
      },
      {
        response: { 200: WorkshopView },
        detail: {
          summary: "The workshop: who has how much, what has waited longest, what is at risk",
          tags: [mes.tag],
        },
      },
    )
    .post(
      "/workshop/shift",
      async ({ body: { shift }, headers, principal }) => {
        const command = { type: "ChangeShift", operator: idAs(OperatorId, principal), shift };
        const { version } = await deps.dispatch(mainWorkshop, command, { principal, key: idempotencyKey(headers) });
        return { version };
      },
      {
        body: ShiftBody,
        response: { 200: WorkshopWritten },
        detail: { summary: "Come on shift, have a break, or leave", tags: [mes.tag] },
      },
    );
