import type { IndexedMesh } from "../mesh/indexed-mesh.ts";

/** Makes triangles of a list of indices as they come, one by one. */
export interface IndexList {
  begin(): void;
  take(index: number): void;
}

/** A polygon as a fan from its first corner. */
export class Fan implements IndexList {
  private corners = 0;
  private first = 0;
  private before = 0;

  constructor(private readonly mesh: IndexedMesh) {}

  begin(): void {
    this.corners = 0;
  }

  take(index: number): void {
    if (this.corners === 0) this.first = index;
    else if (this.corners > 1) this.mesh.addTriangle(this.first, this.before, index);
    this.before = index;
    this.corners++;
  }
}

/** Strips of triangles, every second one turned round; -1 begins a new strip. */
export class Strips implements IndexList {
  private corners = 0;
  private first = 0;
  private second = 0;

  constructor(private readonly mesh: IndexedMesh) {}

  begin(): void {
    this.corners = 0;
  }

  take(index: number): void {
    if (index === -1) {
      this.begin();
      return;
    }
    if (this.corners >= 2 && this.corners % 2 === 0) this.mesh.addTriangle(this.first, this.second, index);
    else if (this.corners >= 2) this.mesh.addTriangle(this.second, this.first, index);
    this.first = this.second;
    this.second = index;
    this.corners++;
  }
}
