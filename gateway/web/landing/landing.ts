import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Html, html } from "../html.ts";
import type { Page } from "../page.ts";

const about =
  "Bezel is the order backbone of companies that make things to order from 3D models: rings, castings, printed parts.";

/** Drawn inline, so that it follows the reader's colours. */
const picture = new Html(readFileSync(join(import.meta.dirname, "picture.svg"), "utf8"));

const demonstration = html`<section class="try" aria-labelledby="try-title">
<h2 id="try-title">Carry one order to CLOSED</h2>
<p>Shape a ring, order it, and play everybody's part. Each step is a call of the public API, by somebody with a sign-in of their own; each status comes back by the order's own event stream, with the time the log gave it. Carried by itself, the order rests half a second at each, so that one can follow.</p>
<div id="demo"><noscript><p>The demonstration needs JavaScript. The <a href="/openapi">API reference</a> does not.</p></noscript></div>
</section>`;

const signInHint = html`<section class="try" aria-labelledby="sign-in-title">
<h2 id="sign-in-title">Sign in</h2>
<p>This installation is for work: it shows no demonstration. People sign in at <a href="/openapi#postAuthSignIn"><code>POST /auth/v1/sign-in</code></a> for a token; programs use the API key of their company's account. Both go into <code>Authorization: Bearer</code>.</p>
</section>`;

const links = html`<section aria-labelledby="links-title">
<h2 id="links-title">Look closer</h2>
<ul class="links">
<li><a href="/openapi">API reference</a> Every operation, from the schemas that check the requests; <a href="/openapi/json">as JSON</a> for programs.</li>
<li><a href="/readyz">Readiness</a> Whether this node can work: a write to the log was acknowledged just now.</li>
<li><a href="/metrics">Metrics</a> Requests, commands, queues and lag, for Prometheus.</li>
</ul>
</section>`;

/** What one sees first: what Bezel is, how it works, and the demonstration where there is one. */
export const landingPage = (isDemo: boolean): Page => ({
  title: "Bezel: the order backbone for things made to order",
  about,
  ...(isDemo ? { script: "demo.js" } : {}),
  main: html`<main id="main">
<div class="hero">
<div>
<h1>Every order keeps its own log</h1>
<p class="lead">${about} Each order is a small actor whose log is at once its journal, its lock, its audit trail and its live feed: nothing is written twice, so nothing is lost between two writes.</p>
</div>
${picture}
</div>
${isDemo ? demonstration : signInHint}
${links}
</main>`,
});
