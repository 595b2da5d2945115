import { describe, expect, setDefaultTimeout, test } from "bun:test";
import { connectNats } from "#actors/nats/connection.ts";
import { names } from "#contracts/shared/subjects.ts";
import { eventually } from "#dev/testing/eventually.ts";
import { servers } from "#dev/testing/servers.ts";
import { codeOf } from "../api/support/problem.ts";
import { listed } from "./support/events.ts";
import { installation } from "./support/installation.ts";
import { acceptPrice, act, address, reaches, seen, submitReadyMade, view } from "./support/orders.ts";

setDefaultTimeout(20_000);
/** Prices can be accepted for two seconds only. */
const at = installation({ env: { BEZEL_PRICE_VALID_S: "2" } });

const typesOf = async (id: string) => (await listed(at().people.customer, "shop", id)).map(({ type }) => type);
const priced = async (): Promise<string> => {
  const id = await submitReadyMade(at().people);
  await reaches(at().people, id, "PRICE_CALCULATED");
  return id;
};

/** Subjects of the timers there are. */
async function armed(): Promise<string[]> {
  const nats = await connectNats({ servers: (await servers()).natsUrl, name: "price-deadline" });
  const { timerStream } = names(at().prefix, 1);
  const { state } = await nats.jsm.streams.info(timerStream, { subjects_filter: ">" });
  await nats.close();
  return Object.keys(state.subjects ?? {});
}

describe("a price", () => {
  test("nobody accepts in time expires; the order can be submitted again and gets a new one", async () => {
    const { customer } = at().people;
    const id = await priced();
    const { acceptBy } = await view(customer, "shop", id);
    const isExpired = async () => (await view(customer, "shop", id)).priceExpired;
    await eventually(isExpired, { deadlineMs: 15_000, what: "the price's end" });
    const events = await listed(customer, "shop", id);
    const expired = events.find(({ type }) => type === "bezel.PriceExpired.v1");
    expect(expired?.time).toBe(acceptBy);
    const late = await customer.post(address("shop", id, "/accept-price"), {}, seen(await view(customer, "shop", id)));
    expect(codeOf(late)).toBe("409 order/price-expired");
    await act(customer, "shop", [id, "submit"], { quantity: 1 });
    await eventually(async () => {
      const { status, priceExpired } = await view(customer, "shop", id);
      return status === "PRICE_CALCULATED" && !priceExpired;
    });
  });

  test("that is accepted in time does not expire, and its timer is gone", async () => {
    const id = await priced();
    await acceptPrice(at().people, id);
    await eventually(async () => !(await armed()).some((subject) => subject.includes(id)), { what: "no timer" });
    const later = await priced();
    await eventually(async () => (await view(at().people.customer, "shop", later)).priceExpired, {
      deadlineMs: 15_000,
    });
    expect(await typesOf(id)).not.toContain("bezel.PriceExpired.v1");
    expect((await view(at().people.customer, "shop", id)).status).toBe("PRICE_CALCULATED");
  });
});
