import { describe, expect, test } from "bun:test";
import { DatabaseUnavailable, isUnavailable } from "./unavailable.ts";

const coded = (code: string) => Object.assign(new Error("as the client throws it"), { code });

describe("an error means that the database is unavailable", () => {
  test.each([
    ["no server", "ECONNREFUSED"],
    ["a lost connection", "CONNECTION_CLOSED"],
    ["no answer to a connection", "CONNECT_TIMEOUT"],
    ["shut down by an administrator", "57P01"],
    ["starting up", "57P03"],
    ["too many connections", "53300"],
    ["a full disk", "53100"],
    ["a statement timeout", "57014"],
    ["a deadlock", "40P01"],
    ["a primary that became a replica", "25006"],
  ])("%s", (_, code) => expect(isUnavailable(coded(code))).toBe(true));

  test("one that was recognised before", () => {
    const error = new DatabaseUnavailable("shop", coded("57P01"));
    expect(isUnavailable(error)).toBe(true);
    expect(error.message).toBe("the shop database is unavailable: Error: as the client throws it");
  });
});

describe("an error means something else", () => {
  test.each([
    ["a unique violation", "23505"],
    ["a missing table", "42P01"],
    ["a wrong password", "28P01"],
    ["a code of another kind", "ERR_INVALID_ARG_TYPE"],
  ])("%s", (_, code) => expect(isUnavailable(coded(code))).toBe(false));

  test("an error without a code", () => expect(isUnavailable(new Error("08006"))).toBe(false));
  test("what is no error", () => expect(isUnavailable("57P01")).toBe(false));
});
