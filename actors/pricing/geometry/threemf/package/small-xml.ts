import { type SaxesAttributeNS, SaxesParser, type SaxesTagNS } from "saxes";
import { refused } from "../../refused.ts";

/** A started element of a small document: its namespace, its name, and its attributes that have no namespace. */
export interface XmlElement {
  readonly uri: string;
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

export type NamespacedTag = SaxesTagNS;
const utf8 = new TextDecoder("utf-8", { fatal: true });

/** A parser that refuses what is not well-formed, and what 3MF forbids of XML wherever it stands. */
export function strictParser(): SaxesParser<{ xmlns: true }> {
  const parser = new SaxesParser({ xmlns: true });
  parser.on("error", (error) => {
    throw invalid(`its XML is not well-formed (${error.message.replace(/^\S*:\d+:\d+: /, "").slice(0, 120)})`);
  });
  parser.on("doctype", () => {
    throw invalid("it has a document type definition");
  });
  parser.on("xmldecl", ({ encoding, version }) => {
    if (encoding !== undefined && !/^utf-?(8|16(le|be)?)$/i.test(encoding))
      throw invalid("it is not in UTF-8 or UTF-16");
    if (version !== undefined && version !== "1.0") throw invalid("its XML is of another version than 1.0");
  });
  return parser;
}

/** What breaks the specification, said to the customer. */
export const invalid = (what: string) =>
  refused(
    "model/invalid",
    `The file breaks the rules of 3MF: ${what}. Please export it again, perhaps by another program.`,
  );

/** The attributes without a namespace, by name. */
export function plainAttributes(tag: SaxesTagNS): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const { uri, local, value, prefix } of Object.values(tag.attributes)) {
    if (uri === "" && prefix === "") attributes[local] = value;
  }
  return attributes;
}

export const attributeOf = (tag: SaxesTagNS, uri: string, name: string): string | undefined =>
  Object.values(tag.attributes).find((one: SaxesAttributeNS) => one.uri === uri && one.local === name)?.value;

/** Decodes a document: UTF-8, or UTF-16 with a byte order mark. */
export function decodeXml(bytes: Uint8Array): string {
  const [first, second] = bytes;
  try {
    if (first === 0xff && second === 0xfe) return new TextDecoder("utf-16le", { fatal: true }).decode(bytes);
    if (first === 0xfe && second === 0xff) return new TextDecoder("utf-16be", { fatal: true }).decode(bytes);
    return utf8.decode(bytes);
  } catch {
    throw invalid("its XML is not in UTF-8 or UTF-16");
  }
}

/** All elements of a small document in their order. */
export function elementsOf(bytes: Uint8Array): XmlElement[] {
  const elements: XmlElement[] = [];
  const parser = strictParser();
  parser.on("opentag", (tag) => {
    elements.push({ uri: tag.uri, name: tag.local, attributes: plainAttributes(tag) });
  });
  parser.write(decodeXml(bytes)).close();
  return elements;
}
