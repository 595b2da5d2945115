import { expect, test } from "bun:test";
import type { Send } from "#actors/client.ts";
import type { Account } from "#contracts/account/account.ts";
import { AccountId, toBase32 } from "#contracts/shared/ids.ts";
import { eventually } from "#dev/testing/eventually.ts";
import { apiKeys, mintApiKey } from "./api-keys.ts";

const accountId = AccountId.parse("acc_bbbbbbbbbbbbbbbb");
const keyId = toBase32(new Uint8Array(10));
const { key, secretHash } = mintApiKey(accountId, keyId);
const account = (keys: Account["keys"]): Account => ({
  accountId,
  name: "A company",
  kind: "company",
  contractLimit: 0,
  keys,
});
const issued = account({ [keyId]: { secretHash } });

/** An account whose reads are answered by hand. */
function heldAccount() {
  const answers: ((state: Account) => void)[] = [];
  const send: Send = () =>
    new Promise((resolve) => answers.push((state) => resolve({ kind: "state", version: 1, state })));
  return { keys: apiKeys(send, () => 0), answers };
}

test("requests that arrive together ask for their account once", async () => {
  const { keys, answers } = heldAccount();
  const verified = Array.from({ length: 500 }, () => keys.verify(key));
  expect(answers).toHaveLength(1);
  answers[0]?.(issued);
  expect(new Set((await Promise.all(verified)).map((principal) => principal?.id))).toEqual(new Set([accountId]));
});

test("a key that was issued after the question was asked is found by asking again", async () => {
  const { keys, answers } = heldAccount();
  const before = keys.verify(key);
  const after = keys.verify(key);
  answers[0]?.(account({}));
  expect(await before).toBeUndefined();
  await eventually(() => answers.length === 2);
  answers[1]?.(issued);
  expect((await after)?.id).toBe(accountId);
});
