import { chromium } from "playwright-core";
const base = process.argv[2] ?? "http://127.0.0.1:8140";
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox","--disable-gpu","--disable-background-networking"] });
for (const [name, width, height, scheme] of [["desktop",1360,900,"light"],["phone",390,844,"dark"]] as const) {
  const page = await browser.newPage({ viewport: { width, height }, colorScheme: scheme, deviceScaleFactor: name==="phone"?2:1, reducedMotion: "reduce" });
  page.on("console", (m) => console.log(name, m.type(), m.text()));
  page.on("pageerror", (e) => console.log(name, "ERR", e.message));
  await page.goto(base + "/");
  await page.waitForTimeout(800);
  await page.screenshot({ path: `/tmp/shots/${name}-1.png`, fullPage: true });
  await page.click("text=Start a demonstration order");
  await page.waitForSelector(".price", {timeout: 10000});
  await page.screenshot({ path: `/tmp/shots/${name}-2.png`, fullPage: true });
  await page.click("text=Carry it to CLOSED");
  await page.waitForSelector(".timeline li.current[data-status=CLOSED]", {timeout: 20000});
  await page.screenshot({ path: `/tmp/shots/${name}-3.png`, fullPage: true });
  await page.locator(".hero").screenshot({ path: `/tmp/shots/${name}-hero.png` });
  await page.locator(".card.order").screenshot({ path: `/tmp/shots/${name}-order.png` });
  await page.locator(".card.model").screenshot({ path: `/tmp/shots/${name}-model.png` });
  await page.goto(base + "/openapi");
  await page.screenshot({ path: `/tmp/shots/${name}-ref1.png` });
  await page.click("#postShopOrdersByOrderIdModel summary");
  await page.click("#postCrmOrdersByOrderIdApprove summary");
  await page.waitForTimeout(200);
  await page.screenshot({ path: `/tmp/shots/${name}-ref2.png`, fullPage: false });
  await page.close();
}
await browser.close();
