import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { type Browser, chromium, type Page } from "playwright-core";

/** Where Debian and others put it. */
const places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** The browser of this machine; undefined when there is none, which is said aloud. */
export const browserPath: string | undefined = places.find((path) => existsSync(path));
if (!browserPath) {
  console.warn(
    "note: no Chromium on this machine: THE BROWSER TESTS DO NOT RUN. Install it with apt-get install chromium.",
  );
}

const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-dev-shm-usage",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];

export const startBrowser = (): Promise<Browser> =>
  chromium.launch({ args: flags, ...(browserPath === undefined ? {} : { executablePath: browserPath }) });

/** The two screens pages are made for. */
export const screens = {
  desktop: { viewport: { width: 1360, height: 900 }, colorScheme: "light" },
  phone: { viewport: { width: 390, height: 844 }, colorScheme: "dark", deviceScaleFactor: 2, hasTouch: true },
} as const;
export type Screen = keyof typeof screens;

/** `BEZEL_PICTURES=docs/pictures` makes those of the README anew. */
const pictures = process.env["BEZEL_PICTURES"] ?? mkdtempSync(join(tmpdir(), "bezel-pictures-"));
console.log(`Pictures of the pages: ${pictures}`);

/** What axe finds wrong with the page, or with parts of one that is too long to look at as a whole. */
export async function violations(page: Page, ...parts: string[]): Promise<string[]> {
  const axe = parts.reduce((builder, part) => builder.include(part), new AxeBuilder({ page }));
  const found = await axe.analyze();
  return found.violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(" ")}`));
}

export const hasNoSidewaysScroll = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth);

/** Keeps a picture of the whole page, or of what is on the screen, to be looked at. */
export const picture = async (page: Page, name: string, fullPage = true): Promise<void> => {
  await page.screenshot({ path: join(pictures, `${name}.png`), fullPage });
};

/** A page on one of the screens; what it complains about is gathered. Elsewhere than `origin` it can reach nothing. */
export async function openPage(browser: Browser, screen: Screen, origin: string) {
  const context = await browser.newContext({ ...screens[screen], reducedMotion: "reduce", baseURL: origin });
  const complaints: string[] = [];
  await context.route(
    (url) => url.origin !== origin && url.protocol.startsWith("http"),
    (route) => {
      complaints.push(`asked for ${route.request().url()}`);
      return route.abort();
    },
  );
  const page = await context.newPage();
  page.on("console", (message) => {
    const isOurs = !message.text().includes("GL Driver Message"); // A machine without a graphics card draws slowly.
    if (isOurs && ["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => void complaints.push(error.message));
  return { page, complaints };
}
