/** The value of a series in a scrape, by its name and some of its labels; undefined when there is none. */
export function sample(
  scrape: string,
  name: string,
  labels: Readonly<Record<string, string>> = {},
): number | undefined {
  const wanted = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
  const line = scrape
    .split("\n")
    .find((text) => /^\w+/.exec(text)?.[0] === name && wanted.every((pair) => text.includes(pair)));
  return line === undefined ? undefined : Number(line.slice(line.lastIndexOf(" ") + 1));
}
