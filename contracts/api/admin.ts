import { z } from "zod";
import { AccountKind, KeyId } from "../account/account.ts";
import { NodeLoad, NodeState } from "../cluster/lease.ts";
import { AccountId } from "../shared/ids.ts";

/** Somebody who shall sign in. Without a password one is made, and shown once. */
export const PersonBody = z
  .strictObject({
    email: z.email().max(200),
    name: z.string().trim().min(1).max(120),
    access: z.enum(["customer", "seller", "operator", "admin"]),
    password: z.string().min(12).max(200).optional(),
  })
  .meta({ id: "NewPerson" });
export const PersonAnswer = z
  .object({ id: z.string(), email: z.string(), access: z.string(), password: z.string().optional() })
  .meta({ id: "Person" });

export const AccountBody = z
  .strictObject({
    name: z.string().trim().min(1).max(120),
    kind: AccountKind,
    contractLimit: z.int().nonnegative().default(0).describe("minor units up to which prices are accepted by contract"),
  })
  .meta({ id: "NewAccount" });
export const AccountAnswer = z.object({ accountId: AccountId, version: z.int() }).meta({ id: "Account" });

export const KeyBody = z.strictObject({ expiresAt: z.iso.datetime().optional() }).meta({ id: "NewApiKey" });
/** The key is shown here and nowhere else; only its hash is kept. */
export const KeyAnswer = z.object({ accountId: AccountId, keyId: KeyId, apiKey: z.string() }).meta({ id: "ApiKey" });

/** A node of the cluster; `share` is the part of all orders it is asked first for, from 0 to 1. */
export const NodesAnswer = z
  .object({
    items: z.array(
      z.object({
        id: z.string(),
        roles: z.array(z.string()),
        state: NodeState,
        capacity: z.number().describe("its weight in placement, beside that of the others"),
        release: z.string(),
        share: z.number().min(0).max(1),
        load: NodeLoad.describe("as of its last renewal, a second ago or so"),
      }),
    ),
  })
  .meta({ id: "Nodes" });
