import { type Html, html } from "../../web/html.ts";
import type { Document } from "../document.ts";
import { typeOf } from "./schema.ts";

interface Example {
  readonly value: { readonly code: string; readonly title: string; readonly status: number };
}

/** Where on the page a code is explained. */
export const problemAnchor = (code: string): string => `problem-${code.replace("/", "-")}`;

/** Every code a problem may have, by status. */
export function problemsHtml({ components: { responses } }: Document): Html {
  const problems = Object.values(responses).map(({ content }) => content["application/problem+json"]);
  const [first] = problems;
  const byStatus = problems.map(({ examples }) => Object.values(examples as Record<string, Example>));
  const row = ({ value: { code, title } }: Example) =>
    html`<div id="${problemAnchor(code)}"><dt><code>${code}</code></dt><dd>${title}</dd></div>`;
  return html`<section id="problems"><h2>Problems</h2>
<p>What is not done is answered as ${first && typeOf(first.schema)}. Programs go by its <code>code</code>.</p>
${byStatus.map(
  (
    examples,
  ) => html`<section class="schema" id="problems-${examples[0]?.value.status}"><h3>${examples[0]?.value.status}</h3>
<dl class="fields">${examples.map(row)}</dl></section>`,
)}</section>`;
}
