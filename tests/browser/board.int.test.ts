import { describe, expect, test } from "bun:test";
import type { Page } from "playwright-core";
import { eventually } from "#dev/testing/eventually.ts";
import { atBoard, lineIs, rowOf, workOn } from "./board/people.ts";
import { boardSite } from "./board/site.ts";
import { weakLine } from "./board/weak-line.ts";
import { browserPath, hasNoSidewaysScroll, picture, type Screen, violations } from "./browser.ts";

const at = boardSite();

const isShipped = async (id: string) => expect((await at().work.read(id)).status).toBe("SHIPPED");

/** Holds the page's requests to take an order back, until they are let go. */
async function heldTakes(page: Page) {
  const { promise: letGo, resolve } = Promise.withResolvers<void>();
  await page.route("**/start", async (route) => {
    await letGo;
    await route.continue();
  });
  return resolve;
}

describe.skipIf(!browserPath)("the board", () => {
  test("carries an order from the queue to the carrier by keys alone", async () => {
    const { node, browser, work } = at();
    const id = await work.approved();
    const { page, complaints } = await atBoard(browser, node.url);
    await rowOf(page, id).getByRole("button", { name: /^Take/ }).waitFor();
    await page.keyboard.press("j");
    for (const [key, status] of [
      ["t", "STARTED"],
      ["f", "COMPLETED"],
      ["u", "STARTED"],
      ["f", "COMPLETED"],
      ["p", "PACKAGING"],
    ]) {
      await page.keyboard.press(key ?? "");
      await page.locator(`.lane [data-order="${id}"][data-status$=${status}]:not(.pending)`).waitFor();
    }
    await page.keyboard.press("s");
    await page.getByRole("dialog").getByLabel("Parcel number").fill("SCANNED-1");
    await page.keyboard.press("Enter");
    await rowOf(page, id, ".lane").waitFor({ state: "detached" });
    await eventually(async () => (await work.read(id)).shipment?.trackingNumber === "SCANNED-1");
    await page.keyboard.press("m");
    await page
      .getByRole("region", { name: "Times" })
      .getByText(/\/ship$/)
      .waitFor();
    expect(complaints).toEqual([]);
    await page.context().close();
  }, 60_000);

  test("lets one of two operators have an order; the other sees it go back, and why", async () => {
    const { node, browser, work } = at();
    const id = await work.approved();
    const [one, two] = (await Promise.all(
      ["Demo operator 1", "Demo operator 2"].map(
        async (who) => (await atBoard(browser, node.url, "desktop", who)).page,
      ),
    )) as [Page, Page];
    const letGo = await Promise.all([one, two].map(heldTakes));
    for (const page of [one, two]) {
      await rowOf(page, id).getByRole("button", { name: /^Take/ }).click();
      await rowOf(page, id, ".lane").waitFor();
    }
    for (const go of letGo) go();
    const refused = (page: Page) => page.locator(`.list .refused[data-order="${id}"]`).getByText(/^Not taken/);
    const loser = await Promise.any(
      [one, two].map(async (page) =>
        refused(page)
          .waitFor()
          .then(() => page),
      ),
    );
    const winner = loser === one ? two : one;
    await picture(loser, "board-refused");
    expect(await loser.getByRole("alert").innerText()).toMatch(/Not taken: (.+ has taken this order|It has changed)/);
    expect(await rowOf(loser, id, ".lane").count()).toBe(0);
    await winner.locator(`.lane [data-order="${id}"]:not(.pending)`).waitFor();
    expect(await refused(winner).count()).toBe(0);
    for (const page of [one, two]) await page.context().close();
  }, 60_000);

  test("says that it is cut off, does nothing meanwhile, and misses nothing", async () => {
    const { node, browser, work } = at();
    const line = await weakLine(node.port);
    const [first, second] = [await work.approved(), await work.approved()];
    const { page } = await atBoard(browser, line.url);
    await rowOf(page, first).waitFor();
    line.cut();
    await lineIs(page, "Not connected");
    expect(await rowOf(page, first).getByRole("button", { name: /^Take/ }).isDisabled()).toBe(true);
    await page.getByText("Actions wait until it is back").waitFor();
    const third = await work.approved();
    await work.hold(first);
    await work.cancel(second);
    line.heal();
    await lineIs(page, "Live");
    await rowOf(page, third).waitFor();
    await rowOf(page, first).getByText("on hold").waitFor();
    await rowOf(page, second).waitFor({ state: "detached" });
    await workOn(page, third);
    await isShipped(third);
    await page.context().close();
    line.stop();
  }, 90_000);

  test("is worked on over a line of 300 ms there and back that loses two packets of a hundred", async () => {
    const { node, browser, work } = at();
    const id = await work.approved();
    const line = await weakLine(node.port, { delayMs: 150, loss: 0.02 });
    const { page } = await atBoard(browser, line.url);
    await workOn(page, id);
    await eventually(() => isShipped(id).then(() => true), { what: "the shipment" });
    await page.context().close();
    line.stop();
  }, 90_000);
});

describe.skipIf(!browserPath).each<Screen>(["desktop", "phone"])("the board on a %s", (screen) => {
  test("can be read and worked on by everybody", async () => {
    const { node, browser, work } = at();
    await work.aShift();
    const { page, complaints } = await atBoard(browser, node.url, screen);
    if (screen === "desktop") await page.setViewportSize({ width: 1280, height: 800 });
    await page.getByRole("button", { name: /^Take/ }).first().click();
    if (screen === "phone") await page.getByRole("button", { name: "Close" }).click();
    await picture(page, `board-queue-${screen}`, false);
    await page.locator(".list .open").nth(1).click();
    await page.locator(".picture[data-state=drawn]").waitFor();
    await picture(page, `board-${screen}`, false);
    expect(await violations(page, ".detail", ".queue .filters", ".top")).toEqual([]);
    if (screen === "phone") await page.getByRole("button", { name: "Close" }).click();
    await page.getByRole("button", { name: "Workshop" }).click();
    await page.getByText("Who has how much").waitFor();
    await picture(page, `board-workshop-${screen}`, false);
    expect(await violations(page, "main", "header")).toEqual([]);
    expect(await hasNoSidewaysScroll(page)).toBe(true);
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByRole("heading", { name: "The board" }).waitFor();
    if (screen === "phone") expect(await violations(page)).toEqual([]);
    await page.reload();
    await page.getByRole("heading", { name: "The board" }).waitFor();
    expect(complaints).toEqual([]);
    await page.context().close();
  }, 120_000);
});
