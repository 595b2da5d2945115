/** An element with text (escaped) or with child elements (already XML). */
export const element = (name: string, content: string | number | boolean | Xml | readonly Xml[]): Xml => {
  const inner = Array.isArray(content) ? content.map((child: Xml) => child.xml).join("") : innerXml(content as string);
  return { xml: `<${name}>${inner}</${name}>` };
};

/** Text that is XML already. */
export interface Xml {
  readonly xml: string;
}

const innerXml = (content: string | number | boolean | Xml) =>
  typeof content === "object" ? content.xml : escapeXml(String(content));

// Control characters become references too, so that odd keys survive the trip.
const escapeXml = (text: string) => text.replace(/[<>&"'\p{Cc}]/gu, (character) => `&#${character.charCodeAt(0)};`);

const named: Record<string, string> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

const unescapeXml = (text: string) =>
  text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex?: string, decimal?: string, name?: string) => {
    if (hex) return String.fromCodePoint(Number.parseInt(hex, 16));
    if (decimal) return String.fromCodePoint(Number(decimal));
    return named[name ?? ""] ?? whole;
  });

/** The inner XML of every element of that name; enough for the flat documents clients send. */
export const elementsNamed = (xml: string, name: string): string[] =>
  [...xml.matchAll(new RegExp(`<${name}(?:\\s[^>]*)?>(.*?)</${name}>`, "gs"))].map((match) => match[1] ?? "");

/** The text of the first element of that name. */
export const textOf = (xml: string, name: string): string | undefined => {
  const inner = elementsNamed(xml, name)[0];
  return inner === undefined ? undefined : unescapeXml(inner);
};
