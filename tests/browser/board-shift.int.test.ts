import { describe, expect, test } from "bun:test";
import type { Page } from "playwright-core";
import { writers } from "#dev/models/formats/all.ts";
import { ring } from "#dev/models/ring.ts";
import { atBoard, rowOf } from "./board/people.ts";
import { boardSite } from "./board/site.ts";
import { browserPath, picture } from "./browser.ts";

const at = boardSite();

const press = async (page: Page, ...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key);
};
const settled = (page: Page, id: string, status: string) =>
  page.locator(`.lane [data-order="${id}"][data-status$=${status}]:not(.pending)`).waitFor();

const band = ring({ majorMm: 9, minorMm: 1, segments: 24 });
const fileOf = (wanted: string): Uint8Array<ArrayBuffer> => {
  const writer = writers.find(({ format }) => format === wanted);
  if (!writer) throw new Error(`nobody writes ${wanted}`);
  return writer.write(band);
};

describe.skipIf(!browserPath)("a shift at the board", () => {
  test("an order goes over to a colleague, who finishes it and sees the pay", async () => {
    const { node, browser, work } = at();
    const id = await work.approved();
    const { page: one, complaints } = await atBoard(browser, node.url, "desktop", "Demo operator 1");
    const { page: two } = await atBoard(browser, node.url, "desktop", "Demo operator 2");
    await two.getByLabel("My shift").selectOption("At work");
    await two.locator(".shift.on").waitFor();
    await rowOf(one, id).waitFor();
    await press(one, "j", "t");
    await settled(one, id, "STARTED");
    await press(one, "h");
    const dialog = one.getByRole("dialog", { name: /^Hand over/ });
    expect(await dialog.getByLabel("To").locator("option:checked").textContent()).toMatch(
      /^Demo operator 2, 0 in hand$/,
    );
    await picture(one, "board-hand-over", false);
    await press(one, "Enter");
    await rowOf(one, id, ".lane").waitFor({ state: "detached" });
    await settled(two, id, "STARTED");
    await rowOf(two, id, ".lane").locator(".open").click();
    await press(two, "f");
    await settled(two, id, "COMPLETED");
    await two.getByRole("button", { name: "Workshop" }).click();
    const pay = two.getByRole("region", { name: "My pay" });
    await pay.getByText("Made").waitFor();
    expect(await pay.locator(".sum").textContent()).toBe("€12.50");
    await pay.scrollIntoViewIfNeeded();
    await picture(two, "board-pay", false);
    await pay.getByRole("button", { name: "The month before" }).click();
    await pay.getByText("Nothing yet.").waitFor();
    expect(complaints).toEqual([]);
    for (const page of [one, two]) await page.context().close();
  }, 60_000);

  test("shows what is to be made, in every format a browser can draw", async () => {
    const { node, browser, work } = at();
    const { page, complaints } = await atBoard(browser, node.url);
    for (const [name, format] of [
      ["ring.obj", "obj"],
      ["ring.3mf", "3mf"],
      ["ring.glb", "glb"],
      ["ring.ply", "ply-binary"],
    ] as const) {
      const id = await work.approved(name, fileOf(format));
      await rowOf(page, id).locator(".open").click();
      await page.locator(".detail").getByText(name).waitFor();
      await page.locator(".picture[data-state=drawn]").waitFor();
      await picture(page, `board-model-${format}`, false);
    }
    expect(complaints).toEqual([]);
    await page.context().close();
  }, 60_000);
});
