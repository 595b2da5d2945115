import { type Html, html } from "../../web/html.ts";
import type { Content } from "../answers.ts";
import type { Document } from "../document.ts";
import type { Answer, Operation, Parameter } from "../operation.ts";
import type { Ref } from "../route.ts";
import { typeOf } from "./schema.ts";

/** What a reference points to in the document, or the thing itself. */
function resolve<T extends object>(document: Document, given: T | Ref): T {
  if (!("$ref" in given)) return given;
  const path = given.$ref.slice(2).split("/");
  return path.reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], document) as T;
}

type AnyParameter = Omit<Parameter, "in"> & { readonly in: string };

const parameterRow = ({ name, in: place, required, description, schema }: AnyParameter): Html =>
  html`<div><dt><code>${name}</code> <small>${place}${!required && ", optional"}</small></dt><dd>${typeOf(schema)}${
    description && html` <span class="about">${description}</span>`
  }</dd></div>`;

const contents = (content: Content = {}): Html[] =>
  Object.entries(content).map(
    ([type, { schema }]) =>
      html`<div class="content"><small>${type}</small> ${schema ? typeOf(schema) : "the bytes of the file"}</div>`,
  );

const answerRow = (document: Document, status: string, given: Answer | Ref): Html => {
  const { description, content } = resolve(document, given);
  const isProblem = content !== undefined && "application/problem+json" in content;
  const body = isProblem
    ? html`<a href="#problems-${status}">problem</a>`
    : html`${contents(content)}${!content && description}`;
  return html`<div><dt><code>${status}</code></dt><dd>${body}</dd></div>`;
};

/** One operation, folded. */
export function operationHtml(document: Document, method: string, path: string, operation: Operation): Html {
  const { operationId, summary, security, requestBody, responses } = operation;
  const parameters = operation.parameters.map((given) => resolve<AnyParameter>(document, given as AnyParameter | Ref));
  return html`<details class="operation" id="${operationId}">
<summary><span class="method ${method}">${method}</span> <code class="path">${path}</code> <span>${summary}</span></summary>
${security.length > 0 && html`<p class="about">Signed in, or with an API key.</p>`}
${parameters.length > 0 && html`<h3>Parameters</h3><dl class="fields">${parameters.map(parameterRow)}</dl>`}
${requestBody && html`<h3>Body${!requestBody.required && html` <small>optional</small>`}</h3>${contents(requestBody.content)}`}
<h3>Answers</h3><dl class="fields">${Object.entries(responses).map(([status, given]) => answerRow(document, status, given))}</dl>
</details>`;
}
