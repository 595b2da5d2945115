import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Browser, Page } from "playwright-core";
import { startNode, type TestNode } from "#dev/testing/node.ts";
import { freshPrefix } from "#dev/testing/servers.ts";
import { type Boardwork, boardwork } from "./board/orders.ts";
import { browserPath, openPage, picture, startBrowser } from "./browser.ts";

let node: TestNode;
let browser: Browser;
let work: Boardwork;
beforeAll(async () => {
  if (!browserPath) return;
  [node, browser] = await Promise.all([startNode({ prefix: freshPrefix() }), startBrowser()]);
  work = await boardwork(node);
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await node?.stop();
});

const isLive = (page: Page) => page.getByRole("status").filter({ hasText: "Live" }).waitFor();
const row = (page: Page, id: string, list = ".list") => page.locator(`${list} [data-order="${id}"]`);

async function signedIn(screen: "desktop" | "phone", who = "Demo operator 1") {
  const opened = await openPage(browser, screen, node.url);
  await opened.page.goto("/mes");
  await opened.page.getByRole("button", { name: who }).click();
  await isLive(opened.page);
  return opened;
}

describe.skipIf(!browserPath)("the board", () => {
  test("carries an order from the queue to the carrier", async () => {
    const id = await work.approved();
    const { page, complaints } = await signedIn("desktop");
    await row(page, id).getByRole("button", { name: /^Take/ }).click();
    const mine = row(page, id, ".lane");
    await mine.getByRole("button", { name: /^Finish/ }).click();
    await mine.getByRole("button", { name: /^Pack/ }).click();
    await mine.getByRole("button", { name: /^Ship/ }).click();
    await picture(page, "board-ship");
    await page.keyboard.press("Enter");
    await mine.waitFor({ state: "detached" });
    expect((await work.read(id)).status).toBe("SHIPPED");
    expect(complaints).toEqual([]);
    await page.context().close();
  }, 40_000);
});
