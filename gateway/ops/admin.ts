import { randomBytes } from "node:crypto";
import { Elysia } from "elysia";
import { z } from "zod";
import { KeyId } from "#contracts/account/account.ts";
import { AccountAnswer, AccountBody, KeyAnswer, KeyBody, PersonAnswer, PersonBody } from "#contracts/api/admin.ts";
import { AccountId, mainWorkshop, OperatorId, toBase32 } from "#contracts/shared/ids.ts";
import { setupSystem } from "#contracts/shared/principal.ts";
import { usualCap } from "#contracts/workshop/parts.ts";
import { everySkill } from "#contracts/workshop/stages.ts";
import { createPerson } from "#db/identity/queries.ts";
import { mintApiKey } from "../auth/api-keys.ts";
import { reachable } from "../auth/password.ts";
import type { GatewayDeps } from "../deps.ts";
import { idFor } from "../ids.ts";
import { idempotencyKey } from "../orders/conditions.ts";
import { only } from "../plugins/auth.ts";

const tags = ["Administration"];
const ofAccount = z.object({ accountId: AccountId });
const idPrefix = { customer: "cus", seller: "sel", operator: "opr", admin: "sel" } as const;
const freshId = (prefix: string) => `${prefix}_${toBase32(randomBytes(10))}`;

/** The workshop knows an operator by name from their first day; what else there is to say is said there. */
async function register({ dispatch }: GatewayDeps, id: string, name: string): Promise<void> {
  const operator = { operator: OperatorId.parse(id), name, skills: [everySkill], cap: usualCap };
  await dispatch(mainWorkshop, { type: "RegisterOperator", ...operator }, { principal: setupSystem, key: id });
}

/** People, accounts and API keys: what an installation needs before its first order. */
export const adminRoutes = (deps: GatewayDeps) =>
  new Elysia({ prefix: "/ops/v1" })
    .use(only(deps.authenticate))
    .post(
      "/people",
      async ({ body: { password, ...person } }) => {
        const made = password ?? toBase32(randomBytes(15));
        const id = freshId(idPrefix[person.access]);
        const {
          email,
          access,
          id: known,
        } = await reachable(createPerson(deps.pools.identity, { ...person, id, password: made }));
        if (access === "operator" && known === id) await register(deps, id, person.name);
        // Whoever has the address already keeps their password.
        return { id: known, email, access, ...(password === undefined && known === id ? { password: made } : {}) };
      },
      { body: PersonBody, response: { 200: PersonAnswer }, detail: { summary: "Let somebody sign in", tags } },
    )
    .post(
      "/accounts",
      async ({ body, headers, principal }) => {
        const key = idempotencyKey(headers);
        const accountId = AccountId.parse(`acc_${idFor("account", principal.id, key)}`);
        const intent = { principal, key, parameters: body };
        const { version } = await deps.dispatch(accountId, { type: "OpenAccount", accountId, ...body }, intent);
        return { accountId, version };
      },
      { body: AccountBody, response: { 200: AccountAnswer }, detail: { summary: "Open a company's account", tags } },
    )
    .post(
      "/accounts/:accountId/keys",
      async ({ params: { accountId }, body, headers, principal }) => {
        // The secret is kept nowhere, so a retry cannot be shown it again: it is told that the key is there already.
        const { key, ...stored } = mintApiKey(accountId, idFor("key", principal.id, idempotencyKey(headers)));
        await deps.dispatch(accountId, { type: "IssueApiKey", ...stored, ...body }, { principal, key: undefined });
        return { accountId, keyId: stored.keyId, apiKey: key };
      },
      {
        params: ofAccount,
        body: KeyBody,
        response: { 200: KeyAnswer },
        detail: { summary: "Issue an API key; it is shown once", tags },
      },
    )
    .delete(
      "/accounts/:accountId/keys/:keyId",
      async ({ params: { accountId, keyId }, headers, principal }) => {
        const intent = { principal, key: idempotencyKey(headers) };
        const { version } = await deps.dispatch(accountId, { type: "RevokeApiKey", keyId }, intent);
        return { accountId, version };
      },
      {
        params: ofAccount.extend({ keyId: KeyId }),
        response: { 200: AccountAnswer },
        detail: { summary: "Revoke an API key; every gateway refuses it within five seconds", tags },
      },
    );
