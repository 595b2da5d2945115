import type { Browser, Page } from "playwright-core";
import { openPage, type Screen } from "../browser.ts";

/** The line says that what is shown is live, or that it is not. */
export const lineIs = (page: Page, words: "Live" | "Not connected") =>
  page.getByRole("status").filter({ hasText: words }).waitFor({ timeout: 40_000 });

/** An order's row: of the queue, or of the operator's own. */
export const rowOf = (page: Page, id: string, list: ".list" | ".lane" = ".list") =>
  page.locator(`${list} [data-order="${id}"]`);

/** Somebody at the board, signed in; it shows all there is. */
export async function atBoard(browser: Browser, url: string, screen: Screen = "desktop", who = "Demo operator 1") {
  const opened = await openPage(browser, screen, url);
  await opened.page.goto("/mes");
  await opened.page.getByRole("button", { name: who }).click();
  await lineIs(opened.page, "Live");
  return opened;
}

/** Takes an order and carries it to the carrier, by buttons; the parcel's number is as proposed. */
export async function workOn(page: Page, id: string): Promise<void> {
  await rowOf(page, id).getByRole("button", { name: /^Take/ }).click();
  const mine = rowOf(page, id, ".lane");
  for (const verb of [/^Finish/, /^Pack/, /^Ship/]) await mine.getByRole("button", { name: verb }).click();
  await page.getByRole("dialog", { name: /^Ship/ }).getByLabel("Parcel number").press("Enter");
  await mine.waitFor({ state: "detached" });
}
