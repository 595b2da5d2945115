import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Browser, Locator, Page } from "playwright-core";
import { lifeOfAnOrder } from "#contracts/order/status.ts";
import { startNode, type TestNode } from "#dev/testing/node.ts";
import { freshPrefix } from "#dev/testing/servers.ts";
import {
  browserPath,
  hasNoSidewaysScroll,
  openPage,
  picture,
  type Screen,
  startBrowser,
  violations,
} from "./browser.ts";

const prefix = freshPrefix();
let node: TestNode;
let browser: Browser;
beforeAll(async () => {
  if (!browserPath) return;
  [node, browser] = await Promise.all([startNode({ prefix }), startBrowser()]);
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await node?.stop();
});

const press = (page: Page, name: string | RegExp) => page.getByRole("button", { name }).click();
const order = (page: Page) => page.getByRole("region", { name: "The order" });
const feed = (page: Page) => page.getByRole("region", { name: "The live feed" });
/** Waits until a stream says how it stands; coming back takes as long as a node's start, and some backing off. */
const lineIs = (region: Locator, words: "live" | "reconnecting") =>
  region.getByRole("status").filter({ hasText: words }).waitFor({ timeout: 40_000 });
const orderId = (page: Page) => order(page).getByText(/^ord_/).textContent();
const isAt = (page: Page, status: string) => page.locator(`.current[data-status=${status}]`).waitFor();

/** Statuses that were reached, with the time of each. */
const reached = (page: Page) => page.locator(".timeline li:has(time) .status").allInnerTexts();
const feedLinesOf = (page: Page, id: string | null) =>
  feed(page)
    .getByText(`…${id?.slice(-6)}`)
    .count();

describe.skipIf(!browserPath).each<Screen>(["desktop", "phone"])("the landing page on a %s", (screen) => {
  test("carries a demonstration order to CLOSED", async () => {
    const { page, complaints } = await openPage(browser, screen, node.url);
    await page.goto("/");
    await lineIs(feed(page), "live");
    await picture(page, `landing-${screen}`);
    await press(page, "Start a demonstration order");
    await isAt(page, "PRICE_CALCULATED");
    await page.getByRole("rowheader", { name: "Total" }).waitFor();
    await press(page, "Carry it to CLOSED");
    await isAt(page, "CLOSED");
    expect(await reached(page)).toEqual([...lifeOfAnOrder]);
    // Ten statuses and the price's acceptance.
    const id = await orderId(page);
    await page.waitForFunction((count) => document.querySelectorAll(".feed li").length >= count, 11);
    expect(await feedLinesOf(page, id)).toBe(11);
    await picture(page, `landing-closed-${screen}`);
    expect(await violations(page)).toEqual([]);
    expect(await hasNoSidewaysScroll(page)).toBe(true);
    expect(complaints).toEqual([]);
    await page.context().close();
  }, 40_000);

  test("has a reference that can be read there", async () => {
    const { page, complaints } = await openPage(browser, screen, node.url);
    await page.goto("/openapi");
    await page.getByText("/crm/v1/orders/{orderId}/approve").click();
    await page.locator("#postCrmOrdersByOrderIdApprove").getByText("If-Match").waitFor();
    await picture(page, `reference-${screen}`, false);
    expect(await violations(page, "nav", "#tag-crm", "#schema-Order")).toEqual([]);
    expect(await hasNoSidewaysScroll(page)).toBe(true);
    expect(complaints).toEqual([]);
    await page.context().close();
  }, 40_000);
});

describe.skipIf(!browserPath)("when the node dies under the page", () => {
  test("it says so, comes back by itself, and has missed and doubled nothing", async () => {
    const { page } = await openPage(browser, "desktop", node.url);
    await page.goto("/");
    await lineIs(feed(page), "live");
    await press(page, "Start a demonstration order");
    await isAt(page, "PRICE_CALCULATED");
    await press(page, "Next: the customer accepts the price");
    await page.getByRole("button", { name: "Next: the seller" }).waitFor();
    const id = await orderId(page);
    await node.kill();
    await lineIs(order(page), "reconnecting");
    await lineIs(feed(page), "reconnecting");
    await picture(page, "landing-node-gone");
    node = await startNode({ prefix, port: node.port });
    await lineIs(order(page), "live");
    await lineIs(feed(page), "live");
    await press(page, "Carry it to CLOSED");
    await isAt(page, "CLOSED");
    expect(await reached(page)).toEqual([...lifeOfAnOrder]);
    await feed(page).getByText("Order closed").first().waitFor();
    expect(await feedLinesOf(page, id)).toBe(11);
    await page.context().close();
  }, 90_000);

  test("a keyboard is enough", async () => {
    const { page } = await openPage(browser, "desktop", node.url);
    await page.goto("/");
    const start = page.getByRole("button", { name: "Start a demonstration order" });
    await start.waitFor();
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Skip to the content");
    await start.focus();
    await page.keyboard.press("Enter");
    await isAt(page, "PRICE_CALCULATED");
    await page.context().close();
  }, 40_000);
});
