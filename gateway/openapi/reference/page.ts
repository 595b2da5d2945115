import { type Html, html } from "../../web/html.ts";
import type { Page } from "../../web/page.ts";
import type { Document } from "../document.ts";
import { operationHtml } from "./operation.ts";
import { problemsHtml } from "./problems.ts";
import { namedSchema } from "./schema.ts";

const idOf = (tag: string) => `tag-${tag.toLowerCase()}`;

/** Text with its `code` marked up. */
const prose = (text: string): Html[] =>
  text.split("`").map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : html`${part}`));

function tagSection(document: Document, { name, description }: Document["tags"][number]): Html {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, { tags }]) => tags.includes(name))
      .map(([method, operation]) => operationHtml(document, method, path, operation)),
  );
  return html`<section id="${idOf(name)}"><h2>${name}</h2><p>${description}</p>${operations}</section>`;
}

/** The document as a page that needs no script. */
export function referencePage(document: Document): Page {
  const { info, tags, components } = document;
  const main = html`<div class="reference">
<nav aria-label="Parts">${tags.map(({ name }) => html`<a href="#${idOf(name)}">${name}</a>`)}<a href="#problems">Problems</a><a href="#schemas">Schemas</a><a href="/openapi/json">JSON</a></nav>
<main id="main">
<h1>API reference</h1>
${info.description.split("\n\n").map((paragraph) => html`<p>${prose(paragraph)}</p>`)}
${tags.map((tag) => tagSection(document, tag))}
${problemsHtml(document)}
<section id="schemas"><h2>Schemas</h2>${Object.entries(components.schemas).map(([name, schema]) => namedSchema(name, schema))}</section>
</main>
</div>`;
  return { title: "Bezel API reference", about: "Every operation of Bezel's HTTP API.", main };
}
