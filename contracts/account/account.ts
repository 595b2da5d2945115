import { z } from "zod";
import { AccountId } from "../shared/ids.ts";
import { command, event } from "../shared/message.ts";

/** What an account's programs are: a company that orders, or a carrier that reports deliveries. */
export const AccountKind = z.enum(["company", "carrier"]);
export type AccountKind = z.infer<typeof AccountKind>;

export const KeyId = z.string().regex(/^[a-z2-7]{8,32}$/);
/** SHA-256 of the key's secret, hex. The secret itself is shown once and stored nowhere. */
const SecretHash = z.string().regex(/^[0-9a-f]{64}$/);

const opening = {
  name: z.string().trim().min(1).max(120),
  kind: AccountKind,
  /** Minor units up to which the company's contract accepts a price by itself. */
  contractLimit: z.int().nonnegative(),
};
const key = { keyId: KeyId, secretHash: SecretHash, expiresAt: z.iso.datetime().optional() };

export const AccountCommand = z.discriminatedUnion("type", [
  command("OpenAccount", { accountId: AccountId, ...opening }),
  command("IssueApiKey", key),
  command("RevokeApiKey", { keyId: KeyId }),
]);
export type AccountCommand = z.infer<typeof AccountCommand>;

export const AccountEvent = z.discriminatedUnion("type", [
  event("AccountOpened", { accountId: AccountId, ...opening }),
  event("ApiKeyIssued", key),
  event("ApiKeyRevoked", { keyId: KeyId }),
]);
export type AccountEvent = z.infer<typeof AccountEvent>;

export interface ApiKey {
  readonly secretHash: string;
  readonly expiresAt?: string | undefined;
}
export interface Account {
  readonly accountId: AccountId;
  readonly name: string;
  readonly kind: AccountKind;
  readonly contractLimit: number;
  readonly keys: Readonly<Record<string, ApiKey>>;
}

/** A key of the account. Its id may be any word, also one that every object inherits something by. */
export const keyOf = ({ keys }: Account, keyId: string): ApiKey | undefined =>
  Object.hasOwn(keys, keyId) ? keys[keyId] : undefined;

/** The account after one more event; the first must be AccountOpened. Throws when it is not. */
export function evolveAccount(account: Account | undefined, event: AccountEvent): Account {
  if (event.type === "AccountOpened") {
    const { accountId, name, kind, contractLimit } = event;
    return { accountId, name, kind, contractLimit, keys: {} };
  }
  if (account === undefined) throw new Error(`${event.type} before AccountOpened`);
  if (event.type === "ApiKeyIssued") {
    const { keyId, secretHash, expiresAt } = event;
    return { ...account, keys: { ...account.keys, [keyId]: { secretHash, expiresAt } } };
  }
  const keys = { ...account.keys };
  delete keys[event.keyId];
  return { ...account, keys };
}
