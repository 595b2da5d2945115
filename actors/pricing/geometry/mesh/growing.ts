/** How many numbers a list begins with room for. */
const firstCapacity = 3 * 1024;

/** Room for more: twice as much, up to the limit. */
const nextCapacity = (capacity: number, max: number): number => Math.min(2 * capacity, max);

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
    if (this.values.length === this.max) return false;
    const larger = new Float64Array(nextCapacity(this.values.length, this.max));
    larger.set(this.values);
    this.values = larger;
    return true;
  }
}

/** The same for indices. */
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
    if (this.values.length === this.max) return false;
    const larger = new Uint32Array(nextCapacity(this.values.length, this.max));
    larger.set(this.values);
    this.values = larger;
    return true;
  }
}
