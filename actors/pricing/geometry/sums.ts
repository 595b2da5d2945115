import type { Overhang } from "#contracts/pricing/facts.ts";
import { BlockSums } from "./kernel/block-sums.ts";
import { type FingerprintKeys, processKeys } from "./kernel/keys.ts";
import { at } from "./kernel/layout.ts";
import { RecordFeed } from "./kernel/records.ts";
import { simdPass } from "./kernel/simd.ts";
import { addPoints, type Origin, originAt } from "./kernel/twin.ts";

type Vector = readonly [number, number, number];

/** What one pass over the triangles of a model gives, whatever they are. */
export interface Sums {
  /** The volume by the flux along each axis: the same three times where the surface is closed; negative inside out. */
  readonly flux: Vector;
  /** Their mean: the sum of signed tetrahedra over the model's first corner. */
  readonly volume: number;
  readonly area: number;
  /** Σ of the area vectors: zero where the surface is closed. */
  readonly normal: Vector;
  /** Centre of mass of a closed surface's inside. */
  readonly centre: Vector;
  /** Bounding box of all corners; NaN coordinates leave it as it is. */
  readonly min: Vector;
  readonly max: Vector;
  /** By the direction of building: +x, +y, +z, then -x, -y, -z. */
  readonly overhangs: readonly Overhang[];
  /** Every edge has its opposite. False may still mean closed within the rounding of an exporter. */
  readonly closed: boolean;
  /** Triangles without area, and triangles with a coordinate that is no number. */
  readonly degenerate: number;
  readonly nonFinite: number;
}

export interface SumsOptions {
  readonly keys?: FingerprintKeys;
  /** Without WASM SIMD: the same bits, more slowly. */
  readonly plain?: boolean;
}

/**
 * Adds up a model's triangles as a reader finds them. The same triangles give the same bits however they
 * were cut into calls. Coordinates are f32 or f64; every sum is f64.
 */
export class TriangleSums {
  triangles = 0;
  /** More triangles came than the limit allows; the further ones were left out. */
  exceeded = false;
  private readonly blocks = new BlockSums();
  private readonly keys: FingerprintKeys;
  private readonly simd: typeof simdPass;
  private origin: Origin | undefined;
  private records: RecordFeed | undefined;

  constructor(
    private readonly trianglesMax: number,
    { keys = processKeys, plain = false }: SumsOptions = {},
  ) {
    this.keys = keys;
    this.simd = plain ? null : simdPass;
  }

  /** `count` records of binary STL, 50 bytes each, from byte `offset` of `records`. */
  addRecords(records: DataView, offset: number, count: number): void {
    const taken = this.take(count);
    if (taken === 0) return;
    this.origin ??= originOf((i) => records.getFloat32(offset + 12 + 4 * i, true));
    this.records ??= new RecordFeed(this.blocks, this.origin, this.keys, this.simd);
    this.records.add(new Uint8Array(records.buffer, records.byteOffset + offset, 50 * taken), taken);
  }

  /** `count` triangles of nine coordinates each, from the start of `points`. A model is given as records or as points. */
  addPoints(points: Float64Array, count: number): void {
    const taken = this.take(count);
    if (taken === 0) return;
    this.origin ??= originOf((i) => points[i]!);
    for (let done = 0; done < taken; ) {
      const n = this.blocks.roomFor(taken - done);
      addPoints(this.blocks, this.origin, this.keys, points, done, n);
      done += n;
    }
  }

  /** The sums over all triangles so far. */
  total(): Sums {
    return sumsOf(this.records?.settled() ?? this.blocks, this.origin ?? originAt(0, 0, 0));
  }

  private take(count: number): number {
    const taken = Math.min(count, this.trianglesMax - this.triangles);
    this.exceeded ||= taken < count;
    this.triangles += taken;
    return taken;
  }
}

/** A corner that is no number would spoil the sums of all the others. */
function originOf(coordinate: (i: number) => number): Origin {
  const [x = 0, y = 0, z = 0] = [0, 1, 2].map(coordinate).map((c) => (Number.isFinite(c) ? c : 0));
  return originAt(x, y, z);
}

function sumsOf(blocks: BlockSums, { x3, y3, z3 }: Origin): Sums {
  const total = blocks.total();
  const three = (first: number, each: (sum: number, axis: number) => number): Vector => [
    each(total[first]!, 0),
    each(total[first + 1]!, 1),
    each(total[first + 2]!, 2),
  ];
  const origin = [x3 / 3, y3 / 3, z3 / 3];
  const flux = three(at.flux, (sum) => sum / 6);
  const volume = (flux[0] + flux[1] + flux[2]) / 3;
  const [minX, minY, minZ, maxX, maxY, maxZ] = blocks.bounds.map((bound) => bound + 0);
  const [min, max]: [Vector, Vector] = [
    [minX!, minY!, minZ!],
    [maxX!, maxY!, maxZ!],
  ];
  return {
    flux,
    volume,
    area: total[at.area]! / 2,
    normal: three(at.normal, (sum) => sum / 2),
    // A tetrahedron over the origin has the volume g/18 and its middle at t/4.
    centre: three(at.moment, (sum, axis) => origin[axis]! + sum / 72 / volume),
    min,
    max,
    overhangs: [0, 1, 2, 3, 4, 5].map((i) => overhangOf(total, i % 3, i < 3, origin[i % 3]!, min, max)),
    closed: blocks.fingerprint[0] === 0 && blocks.fingerprint[1] === 0,
    degenerate: blocks.degenerate,
    nonFinite: blocks.nonFinite,
  };
}

function overhangOf(
  total: Float64Array,
  axis: number,
  upwards: boolean,
  origin: number,
  min: Vector,
  max: Vector,
): Overhang {
  const place = at.overhang + 4 * axis + (upwards ? 0 : 1);
  const area = Math.abs(total[place]!) / 2;
  // n·t is six times area × height seen from the origin; what faces down has a negative n.
  const moment = (upwards ? -1 : 1) * (total[place + 2]! / 6);
  const ground = (upwards ? min[axis]! : max[axis]!) - origin;
  const supportMax = upwards ? moment - area * ground : area * ground - moment;
  return { area, supportMax: Math.max(0, supportMax) };
}
