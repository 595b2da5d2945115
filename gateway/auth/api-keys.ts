import { randomBytes, timingSafeEqual } from "node:crypto";
import { LRUCache } from "lru-cache";
import type { Send } from "#actors/client.ts";
import { type Account, keyOf } from "#contracts/account/account.ts";
import { type AccountId, toBase32 } from "#contracts/shared/ids.ts";
import type { Principal } from "#contracts/shared/principal.ts";
import { ProblemError } from "../problem.ts";
import { sha256 } from "../sha256.ts";

/** How long a gateway may go on with what it knows of an account, ms: a revoked key is dead after that. */
const knownForMs = 2_000;
const readWithinMs = 2_000;

/** A new key of this id: what is shown once, and what is stored. */
export function mintApiKey(accountId: AccountId, keyId: string): { key: string; keyId: string; secretHash: string } {
  const secret = toBase32(randomBytes(20));
  const key = `bz_${accountId.slice(4)}_${keyId}_${secret}`;
  return { key, keyId, secretHash: sha256(secret).toString("hex") };
}

/** The parts of a key, or undefined when it does not look like one. */
function parts(key: string) {
  const match = /^bz_([a-z2-7]{16,32})_([a-z2-7]{8,32})_([a-z2-7]{32})$/.exec(key);
  if (!match) return undefined;
  const [, account, keyId, secret] = match as unknown as [string, string, string, string];
  return { accountId: `acc_${account}`, keyId, secret };
}

/**
 * Verifies API keys against their account's log: a key carries its account's id, so nobody needs a table of keys,
 * and partners are served while every database is down.
 */
export function apiKeys(send: Send, now: () => number) {
  const known = new LRUCache<string, { account: Account | undefined }>({ max: 10_000, ttl: knownForMs });

  const asked = new Map<string, Promise<Account | undefined>>();

  async function ask(aggregate: string): Promise<Account | undefined> {
    const reply = await send({ kind: "read", aggregate, deadline: now() + readWithinMs });
    if (reply.kind === "unavailable") throw ProblemError.unavailable(reply);
    const account = reply.kind === "state" ? (reply.state as Account | undefined) : undefined;
    known.set(aggregate, { account });
    return account;
  }

  /** All who want one account at the same time share one question: each its own would fill the account's mailbox. */
  async function accountOf(aggregate: string): Promise<Account | undefined> {
    const cached = known.get(aggregate);
    if (cached) return cached.account;
    const answer = asked.get(aggregate) ?? ask(aggregate).finally(() => asked.delete(aggregate));
    asked.set(aggregate, answer);
    return answer;
  }

  /** The account as of now, if what is known of it lacks the key: that may have been issued a moment ago. */
  async function accountWith(aggregate: string, keyId: string): Promise<Account | undefined> {
    const isOlder = known.has(aggregate) || asked.has(aggregate);
    const account = await accountOf(aggregate);
    return !isOlder || (account && keyOf(account, keyId)) ? account : ask(aggregate);
  }

  return {
    looksLikeOne: (key: string): boolean => key.startsWith("bz_"),
    /** Whose key it is, with the account's contract; undefined when the key is unknown, revoked or expired. */
    verify: async (key: string): Promise<Principal | undefined> => {
      const given = parts(key);
      const account = given && (await accountWith(given.accountId, given.keyId));
      const stored = account && keyOf(account, given.keyId);
      if (!account || !stored) return undefined;
      if (stored.expiresAt !== undefined && Date.parse(stored.expiresAt) <= now()) return undefined;
      if (!timingSafeEqual(sha256(given.secret), Buffer.from(stored.secretHash, "hex"))) return undefined;
      return { id: account.accountId, access: account.kind === "carrier" ? "carrier" : "partner" };
    },
    /** The account, as far as it is known to exist. */
    account: accountOf,
  };
}
export type ApiKeys = ReturnType<typeof apiKeys>;
