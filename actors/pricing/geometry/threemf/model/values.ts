import { determinant, identity, type Transform } from "../../mesh/transform.ts";
import { invalid } from "../package/small-xml.ts";

type Attributes = Readonly<Record<string, string>>;

const number = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/** A positive id as the specification writes them; leading zeros name the same resource. */
export function idOf(attributes: Attributes, name: string): string | undefined {
  const text = attributes[name]?.trim();
  if (text === undefined) return undefined;
  if (!/^\d{1,10}$/.test(text) || Number(text) < 1 || Number(text) >= 2 ** 31) throw invalid(`${name} is no id`);
  return String(Number(text));
}

export function requiredId(attributes: Attributes, name: string): string {
  const id = idOf(attributes, name);
  if (id === undefined) throw invalid(`an element has no ${name}`);
  return id;
}

/** An index from 0 on. */
export function indexOf(attributes: Attributes, name: string): number | undefined {
  const text = attributes[name]?.trim();
  if (text === undefined) return undefined;
  if (!/^\+?\d{1,10}$/.test(text) || Number(text) >= 2 ** 31) throw invalid(`${name} is no index`);
  return Number(text);
}

export function numberOf(attributes: Attributes, name: string): number {
  const text = attributes[name]?.trim();
  if (text === undefined) throw invalid(`an element has no ${name}`);
  if (!number.test(text)) throw invalid(`${name} is no number`);
  return Number(text);
}

export function transformOf({ transform }: Attributes): Transform {
  if (transform === undefined) return identity;
  const words = transform.trim().split(/\s+/);
  if (words.length !== 12 || !words.every((word) => number.test(word)))
    throw invalid("a transform is not twelve numbers");
  const numbers = words.map(Number);
  if (!numbers.every(Number.isFinite)) throw invalid("a transform is not finite");
  if (determinant(numbers) === 0) throw invalid("a transform leaves nothing of what it is applied to");
  return numbers;
}

/** A list of indices or ids, such as `matindices`. */
export function listOf(attributes: Attributes, name: string): string[] {
  const text = attributes[name]?.trim();
  if (!text) throw invalid(`an element has no ${name}`);
  const words = text.split(/\s+/);
  if (!words.every((word) => /^\d{1,10}$/.test(word))) throw invalid(`${name} is no list of numbers`);
  return words;
}
