import { type Scalar, scalarOf } from "./scalars.ts";

export interface PlyProperty {
  readonly name: string;
  readonly type: Scalar;
  /** Of a list: the type of its length. */
  readonly lengthType?: Scalar;
}
export interface PlyElement {
  readonly name: string;
  readonly count: number;
  readonly properties: readonly PlyProperty[];
}
export interface PlyHeader {
  readonly encoding: "ascii" | "binary_little_endian" | "binary_big_endian";
  readonly elements: readonly PlyElement[];
}

const elementsMax = 100;
const propertiesMax = 1_000;
const formats = /^format\s+(ascii|binary_little_endian|binary_big_endian)\s+1\.0$/;

/** Reads the lines between `ply` and `end_header`; a sentence when they are not a header. */
export function parseHeader(lines: readonly string[]): PlyHeader | string {
  const elements: { name: string; count: number; properties: PlyProperty[] }[] = [];
  let encoding: PlyHeader["encoding"] | undefined;
  let properties = 0;
  for (const line of lines) {
    const [keyword, ...words] = line.trim().split(/\s+/);
    if (keyword === "comment" || keyword === "obj_info" || keyword === "") continue;
    if (keyword === "format") {
      encoding = formats.exec(line.trim())?.[1] as PlyHeader["encoding"] | undefined;
      if (encoding === undefined) return `The PLY format "${words.join(" ").slice(0, 60)}" is not known.`;
    } else if (keyword === "element") {
      const count = Number(words[1]);
      if (words.length !== 2 || !/^\d{1,12}$/.test(words[1]!)) return "An element of the PLY header has no number.";
      if (elements.some(({ name }) => name === words[0])) return "An element of the PLY is there twice.";
      elements.push({ name: words[0]!, count, properties: [] });
    } else if (keyword === "property") {
      const property = parseProperty(words);
      const owner = elements.at(-1);
      if (!property || !owner) return "A property of the PLY header cannot be read.";
      if (owner.properties.some(({ name }) => name === property.name)) return "A property of the PLY is there twice.";
      owner.properties.push(property);
      properties++;
    } else return "The PLY header has a line that cannot be read.";
    if (elements.length > elementsMax || properties > propertiesMax) return "The PLY header has too many properties.";
  }
  if (encoding === undefined) return "The PLY header does not say its format.";
  return { encoding, elements };
}

function parseProperty(words: readonly string[]): PlyProperty | undefined {
  const isList = words[0] === "list";
  if (words.length !== (isList ? 4 : 2)) return undefined;
  const type = scalarOf(words.at(-2)!);
  const name = words.at(-1)!;
  if (!isList) return type && { name, type };
  const lengthType = scalarOf(words[1]!);
  return type && lengthType && { name, type, lengthType };
}
