import { html } from "../html.ts";
import type { Page } from "../page.ts";

/** The operators' board: an application of its own, which asks who is there by itself. */
export const boardPage: Page = {
  title: "Bezel board",
  about: "The operators' board: take, make, pack and ship orders, live.",
  script: "board.js",
  style: "board.css",
  whole: true,
  main: html`<div id="board"><noscript><p>The board needs JavaScript.</p></noscript></div>`,
};
