import { createHash } from "node:crypto";
import { type AssetName, assets } from "./assets.ts";
import { type Html, html } from "./html.ts";

export interface Page {
  readonly title: string;
  /** For search engines and previews. */
  readonly about: string;
  readonly main: Html;
  readonly script?: AssetName;
  readonly style?: AssetName;
  /** An application has the whole screen to itself, without the links above other pages. */
  readonly whole?: boolean;
}

/** Only what this server serves may load, and nobody may frame it. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const headers = {
  "content-type": "text/html; charset=utf-8",
  "cache-control": "no-cache",
  "content-security-policy": policy,
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

/** A bezel holding a stone, seen from above. */
const icon =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Ccircle cx='16' cy='16' r='12' fill='none' stroke='%23b7791f' stroke-width='4'/%3E%3Cpath d='m16 8 7 8-7 8-7-8z' fill='%230f766e'/%3E%3C/svg%3E";

const header = html`<a class="skip" href="#main">Skip to the content</a>
<header class="top">
<a class="brand" href="/">Bezel</a>
<nav aria-label="Pages"><a href="/mes">Board</a><a href="/openapi">API reference</a><a href="/readyz">Readiness</a><a href="/metrics">Metrics</a></nav>
</header>`;

/** The whole text of a page. */
async function document({ title, about, main, script, style = "page.css", whole = false }: Page): Promise<string> {
  const { path } = await assets();
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="description" content="${about}">
<title>${title}</title>
<link rel="icon" href="${icon}">
<link rel="stylesheet" href="${path(style)}">
${script && html`<script type="module" src="${path(script)}"></script>`}
</head>
<body>
${!whole && header}
${main}
</body>
</html>
`.text;
}

/** Where a handler puts its answer's headers. */
interface Answer {
  readonly headers: Record<string, string | number>;
}

/**
 * Serves a page that stays the same for as long as the process runs: made at the first request, with an entity tag
 * that the conditional-get plugin compares.
 */
export function servePage(describe: () => Page): (answer: Answer) => Promise<string> {
  let made: Promise<{ text: string; etag: string }> | undefined;
  const make = async () => {
    const text = await document(describe());
    return { text, etag: `"${createHash("sha256").update(text).digest("base64url").slice(0, 22)}"` };
  };
  return async (answer) => {
    made ??= make();
    const { text, etag } = await made;
    Object.assign(answer.headers, headers, { etag });
    return text;
  };
}
