import { type Account, AccountCommand, type AccountEvent, evolveAccount, keyOf } from "#contracts/account/account.ts";
import { historyOf } from "#contracts/log/history.ts";
import type { Aggregate } from "../runtime/aggregate.ts";
import { type Decider, reject } from "../runtime/decider.ts";

/** A company's or carrier's account: its contract and the API keys of its programs. */
export const accountDecider: Decider<Account | undefined, AccountCommand, AccountEvent> = {
  initial: undefined,
  evolve: evolveAccount,
  decide: {
    OpenAccount: (account, { type: _, ...opening }, { at }) =>
      account ? reject("account/already-exists") : [{ type: "AccountOpened", v: 1, at, ...opening }],
    IssueApiKey: (account, { type: _, ...key }, { at }) => {
      if (!account) return reject("account/not-found");
      if (keyOf(account, key.keyId)) return reject("account/key-exists");
      return [{ type: "ApiKeyIssued", v: 1, at, ...key }];
    },
    RevokeApiKey: (account, { keyId }, { at }) => {
      if (!account) return reject("account/not-found");
      return keyOf(account, keyId) ? [{ type: "ApiKeyRevoked", v: 1, at, keyId }] : reject("account/key-not-found");
    },
  },
};

export const accountAggregate: Aggregate<Account | undefined, AccountCommand, AccountEvent> = {
  prefix: "acc",
  decider: accountDecider,
  command: AccountCommand,
  history: historyOf<AccountEvent>({ AccountOpened: 1, ApiKeyIssued: 1, ApiKeyRevoked: 1 }),
  remembers: 10_000,
  snapshotEvery: 200,
  creates: new Set(["OpenAccount"]),
  notFound: "account/not-found",
  owner: (account) => account?.accountId,
  outcome: () => ({}),
};
