/** Sets of the numbers below `size` that are joined two at a time (union-find). */
export class DisjointSets {
  private readonly parents: Uint32Array;

  constructor(readonly size: number) {
    this.parents = Uint32Array.from({ length: size }, (_, i) => i);
  }

  /** The number that stands for the set of `i`: always the smallest in it. */
  find(i: number): number {
    const { parents } = this;
    let root = i;
    while (parents[root] !== root) root = parents[root]!;
    for (let at = i; at !== root; ) {
      const next = parents[at]!;
      parents[at] = root;
      at = next;
    }
    return root;
  }

  join(a: number, b: number): void {
    const [rootA, rootB] = [this.find(a), this.find(b)];
    if (rootA < rootB) this.parents[rootB] = rootA;
    else this.parents[rootA] = rootB;
  }
}
