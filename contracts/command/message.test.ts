import { expect, test } from "bun:test";
import { Reply } from "./message.ts";

const replies: Reply[] = [
  { kind: "accepted", version: 1, seq: 7, outcome: { status: "INITIATED" }, replayed: false },
  { kind: "accepted", version: 1, seq: 7, outcome: undefined, replayed: true },
  { kind: "refused", code: "order/not-found", version: 0 },
  { kind: "state", version: 3, state: { status: "SUBMITTED" } },
  { kind: "state", version: 0, state: undefined },
  { kind: "unavailable", reason: "busy" },
];

test.each(replies)("an answer survives the way between nodes: %o", (reply) => {
  expect(Reply.parse(JSON.parse(JSON.stringify(reply)))).toEqual(reply);
});

test("a refusal with a code of a later release is a refusal", () => {
  const later = { kind: "refused", code: "order/of-the-future", version: 3 };
  expect(Reply.parse(later)).toEqual({ kind: "refused", code: "command/refused", version: 3 });
});
