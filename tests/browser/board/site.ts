import { afterAll, beforeAll } from "bun:test";
import type { Browser } from "playwright-core";
import { startNode, type TestNode } from "#dev/testing/node.ts";
import { freshPrefix } from "#dev/testing/servers.ts";
import { browserPath, startBrowser } from "../browser.ts";
import { type Boardwork, boardwork } from "./orders.ts";

export interface BoardSite {
  readonly node: TestNode;
  readonly browser: Browser;
  readonly work: Boardwork;
}

/** A node with work to do and a browser for all tests of a file, there when the first one begins. */
export function boardSite(): () => BoardSite {
  let site: BoardSite | undefined;
  beforeAll(async () => {
    if (!browserPath) return;
    const [node, browser] = await Promise.all([startNode({ prefix: freshPrefix() }), startBrowser()]);
    site = { node, browser, work: await boardwork(node) };
  }, 60_000);
  afterAll(async () => {
    await site?.browser.close();
    await site?.node.stop();
  });
  return () => {
    if (!site) throw new Error("the site has not been started");
    return site;
  };
}
