import { type Html, html } from "../../web/html.ts";
import type { JsonSchema } from "../schemas.ts";

const refName = ($ref: unknown): string => String($ref).replace(/^.*\//, "");
const isSchema = (value: unknown): value is JsonSchema => typeof value === "object" && value !== null;
const list = (value: unknown): readonly JsonSchema[] => (Array.isArray(value) ? value.filter(isSchema) : []);
const code = (value: unknown): Html => html`<code>${JSON.stringify(value)}</code>`;

const separated = (parts: readonly Html[], separator: string): Html =>
  html`${parts.map((part, index) => (index === 0 ? part : html` ${separator} ${part}`))}`;

const number = (value: unknown) => (typeof value === "number" ? String(value) : undefined);

/** From the least to the most, as far as there are such: "1 to 100", "at least 1". */
function range(least: string | undefined, most: string | undefined): string {
  if (least !== undefined && most !== undefined) return `${least} to ${most}`;
  if (least !== undefined) return `at least ${least}`;
  return most === undefined ? "" : `at most ${most}`;
}

/** What a value may be beside its type, in words. */
function limits({
  format,
  pattern,
  minLength,
  maxLength,
  minimum,
  exclusiveMinimum,
  maximum,
  ...more
}: JsonSchema): Html[] {
  const characters = range(number(minLength), number(maxLength));
  const above = number(exclusiveMinimum);
  const values = range(number(minimum) ?? (above && `more than ${above}`), number(maximum));
  return [
    ...(typeof format === "string" ? [html` (${format})`] : []),
    ...(characters && pattern === undefined ? [html`, ${characters} characters`] : []),
    ...(values ? [html`, ${values}`] : []),
    ...(typeof pattern === "string" && format === undefined ? [html` like <code>${pattern}</code>`] : []),
    ...(more["default"] === undefined ? [] : [html`, ${code(more["default"])} by default`]),
  ];
}

/** A schema in a line; objects show their fields below. */
export function typeOf(schema: JsonSchema): Html {
  const { $ref, type, items, properties, additionalProperties } = schema;
  if ($ref !== undefined) return html`<a href="#schema-${refName($ref)}">${refName($ref)}</a>`;
  if ("const" in schema) return code(schema["const"]);
  if (Array.isArray(schema["enum"])) return html`one of ${separated(schema["enum"].map(code), "·")}`;
  const choices = [...list(schema["oneOf"]), ...list(schema["anyOf"])];
  if (choices.length > 0) return separated(choices.map(typeOf), "or");
  if (type === "array") return html`list of ${isSchema(items) ? typeOf(items) : "anything"}`;
  if (isSchema(properties)) return html`object${fields(schema)}`;
  if (isSchema(additionalProperties) && Object.keys(additionalProperties).length > 0) {
    return html`object of ${typeOf(additionalProperties)}`;
  }
  return html`${typeof type === "string" ? type : "anything"}${limits(schema)}`;
}

function fields({ properties, required }: JsonSchema): Html {
  const wanted = new Set(Array.isArray(required) ? required : []);
  const entries = isSchema(properties) ? Object.entries(properties).filter(([, value]) => isSchema(value)) : [];
  if (entries.length === 0) return html` without fields`;
  return html`<dl class="fields">${entries.map(([name, value]) => {
    const schema = value as JsonSchema;
    const about =
      typeof schema["description"] === "string" && html` <span class="about">${schema["description"]}</span>`;
    return html`<div><dt><code>${name}</code>${!wanted.has(name) && html` <small>optional</small>`}</dt><dd>${typeOf(schema)}${about}</dd></div>`;
  })}</dl>`;
}

/** A named schema, with the place links to it lead to. */
export const namedSchema = (name: string, schema: JsonSchema): Html =>
  html`<section class="schema" id="schema-${name}"><h3>${name}</h3>${
    typeof schema["description"] === "string" && html`<p>${schema["description"]}</p>`
  }<div>${typeOf(schema)}</div></section>`;
