import { Elysia } from "elysia";
import { z } from "zod";
import {
  AssignBody,
  ChangeOperatorBody,
  CorrectionBody,
  NewOperatorBody,
  SettingsBody,
  WorkshopWritten,
} from "#contracts/api/workshop.ts";
import { mainWorkshop, OperatorId } from "#contracts/shared/ids.ts";
import type { Principal } from "#contracts/shared/principal.ts";
import type { WorkshopCommand } from "#contracts/workshop/commands.ts";
import type { GatewayDeps } from "../../deps.ts";
import { idempotencyKey } from "../../orders/conditions.ts";
import { only } from "../../plugins/auth.ts";
import { exportRoutes } from "./export.ts";

type Headers = Readonly<Record<string, string | undefined>>;

/** Sends the workshop a command of an administrator and answers with its new version. */
const teller =
  ({ dispatch }: GatewayDeps) =>
  async (command: WorkshopCommand, principal: Principal, headers: Headers) => {
    const { version } = await dispatch(mainWorkshop, command, { principal, key: idempotencyKey(headers) });
    return { version };
  };

const described = (summary: string) => ({
  response: { 200: WorkshopWritten },
  detail: { summary, tags: ["Administration"] },
});

/** Who works in the workshop, how it gives jobs away, and corrections of what was paid. */
export const workshopAdminRoutes = (deps: GatewayDeps) => {
  const tell = teller(deps);
  return new Elysia({ prefix: "/ops/v1/workshop" })
    .use(only(deps.authenticate))
    .post(
      "/settings",
      ({ body, headers, principal }) => tell({ type: "ConfigureWorkshop", ...body }, principal, headers),
      { body: SettingsBody, ...described("Switch automatic assignment, and set leases and pay") },
    )
    .post(
      "/operators",
      ({ body, headers, principal }) => tell({ type: "RegisterOperator", ...body }, principal, headers),
      { body: NewOperatorBody, ...described("Register an operator, with skills and a cap on open jobs") },
    )
    .post(
      "/operators/:operatorId",
      ({ params: { operatorId: operator }, body, headers, principal }) =>
        tell({ type: "ChangeOperator", operator, ...body }, principal, headers),
      {
        params: z.object({ operatorId: OperatorId }),
        body: ChangeOperatorBody,
        ...described("Change an operator's skills or cap"),
      },
    )
    .post(
      "/assign",
      ({ body: { orderId, operator }, headers, principal }) => {
        const one = orderId && operator && ({ type: "AssignJob", orderId, operator } as const);
        return tell(one ?? { type: "AssignJobs" }, principal, headers);
      },
      { body: AssignBody, ...described("Assign one order to an operator, or all that waits to whoever is free") },
    )
    .post(
      "/ledger/corrections",
      ({ body, headers, principal }) => tell({ type: "CorrectLedger", ...body }, principal, headers),
      { body: CorrectionBody, ...described("Correct what was paid, by an entry with its reason") },
    )
    .use(exportRoutes(deps));
};
