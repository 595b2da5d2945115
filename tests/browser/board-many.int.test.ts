import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Browser, Page } from "playwright-core";
import { lineIs } from "./board/people.ts";
import { standIn } from "./board/stand-in.ts";
import { browserPath, openPage, startBrowser } from "./browser.ts";

const count = 10_000;
const changesPerS = 500;
const forMs = 4_000;
const tickMs = 20;
/** So long a page may leave a key unanswered on a busy machine before people take it for dead, ms. */
const deadAfterMs = 1_000;

let browser: Browser;
beforeAll(async () => {
  if (browserPath) browser = await startBrowser();
});
afterAll(() => browser?.close());

/** Changes of orders for a while: every fifth is one that is started. Gives how many were started. */
async function change(gateway: ReturnType<typeof standIn>): Promise<number> {
  const started = new Set<number>();
  const until = Date.now() + forMs;
  for (let made = 0; Date.now() < until; ) {
    for (let i = 0; i < (changesPerS * tickMs) / 1_000; i++, made++) {
      const n = (made * 7_919) % count;
      if (made % 5 > 0) gateway.tell(n, made % 2 ? "OrderHeld" : "OrderResumed", { reason: "to try" });
      else {
        gateway.tell(n, "ManufacturingStarted", { operator: "opr_bbbbbbbbbbbbbbbb" });
        started.add(n);
      }
    }
    await Bun.sleep(tickMs);
  }
  return started.size;
}

/** Types while `changing` runs; gives how long the page took for each key until it had drawn the next frame, ms. */
async function answers(page: Page, changing: Promise<unknown>): Promise<number[]> {
  const took: number[] = [];
  let isOver = false;
  void changing.then(() => {
    isOver = true;
  });
  await page.getByRole("searchbox").focus();
  while (!isOver) {
    const begun = performance.now();
    await page.keyboard.press(took.length % 2 ? "Backspace" : "1");
    await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn))));
    took.push(performance.now() - begun);
  }
  return took;
}

const countOf = (page: Page, status: string) =>
  page
    .getByRole("button", { name: new RegExp(`^${status} \\d+$`) })
    .innerText()
    .then((text) => Number(text.replace(/\D/g, "")));

describe.skipIf(!browserPath)("the board with ten thousand orders", () => {
  test("stays quick under five hundred changes a second, draws what is in sight, and loses none", async () => {
    const gateway = standIn(count);
    const { page } = await openPage(browser, "desktop", gateway.url);
    await page.goto("/mes");
    await lineIs(page, "Live");
    await page.getByRole("button", { name: `Waiting ${count}` }).waitFor({ timeout: 40_000 });
    const changing = change(gateway);
    const took = await answers(page, changing);
    const started = await changing;
    expect(Math.max(...took)).toBeLessThan(deadAfterMs);
    await page.getByRole("searchbox").fill("");
    await page.getByRole("button", { name: `In work ${started}` }).waitFor();
    expect(await countOf(page, "All")).toBe(count);
    expect(await page.locator(".list .row").count()).toBeLessThan(40);
    await page.locator(".list").evaluate((list) => list.scrollTo(0, list.scrollHeight));
    await page.locator(`.list [aria-posinset="${count - started}"]`).waitFor();
    console.log(
      `10,000 orders, 500 changes/s: ${took.length} keys, the slowest answer ${Math.max(...took).toFixed(0)} ms`,
    );
    await page.context().close();
    await gateway.stop();
  }, 90_000);
});
