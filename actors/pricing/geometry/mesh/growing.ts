/** How many numbers a list begins with room for. */
const firstCapacity = 3 * 1024;

/** A copy of a list with twice the room, up to the limit; undefined when that is reached. */
function grown<List extends Float64Array | Uint32Array>(
  values: List,
  empty: (length: number) => List,
  max: number,
): List | undefined {
  if (values.length === max) return undefined;
  const larger = empty(Math.min(2 * values.length, max));
  larger.set(values);
  return larger;
}

const floats = (length: number) => new Float64Array(length);
const indices = (length: number) => new Uint32Array(length);

/** A list of doubles that grows as numbers come, never by what a file announces. */
export class GrowingFloats {
  length = 0;
  values: Float64Array;

  constructor(private readonly max: number) {
    this.values = new Float64Array(Math.min(firstCapacity, max));
  }

  /** Appends three; false when there is no room for them within the limit. */
  push3(a: number, b: number, c: number): boolean {
    const at = this.length;
    if (at + 3 > this.values.length && !this.grow()) return false;
    const { values } = this;
    values[at] = a;
    values[at + 1] = b;
    values[at + 2] = c;
    this.length = at + 3;
    return true;
  }

  private grow(): boolean {
    const larger = grown<Float64Array>(this.values, floats, this.max);
    if (larger) this.values = larger;
    return larger !== undefined;
  }
}

/** The same for indices; a class of its own, so that what runs for every number is compiled for one kind of array. */
export class GrowingIndices {
  length = 0;
  values: Uint32Array;

  constructor(private readonly max: number) {
    this.values = new Uint32Array(Math.min(firstCapacity, max));
  }

  push3(a: number, b: number, c: number): boolean {
    const at = this.length;
    if (at + 3 > this.values.length && !this.grow()) return false;
    const { values } = this;
    values[at] = a;
    values[at + 1] = b;
    values[at + 2] = c;
    this.length = at + 3;
    return true;
  }

  private grow(): boolean {
    const larger = grown<Uint32Array>(this.values, indices, this.max);
    if (larger) this.values = larger;
    return larger !== undefined;
  }
}
