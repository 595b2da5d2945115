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
