import type { ReaderLimits } from "../limits.ts";
import { tooManyVertices } from "../mesh/indexed-mesh.ts";
import { Refused, refused } from "../refused.ts";
import { type Container, invalidGltf } from "./container.ts";
import type { Accessor } from "./document.ts";

interface Component {
  readonly bytes: number;
  readonly read: (view: DataView, at: number) => number;
  /** What 1 is written as, where numbers are normalized. */
  readonly one: number;
}
const components: Readonly<Record<number, Component>> = {
  5120: { bytes: 1, one: 127, read: (view, at) => view.getInt8(at) },
  5121: { bytes: 1, one: 255, read: (view, at) => view.getUint8(at) },
  5122: { bytes: 2, one: 32_767, read: (view, at) => view.getInt16(at, true) },
  5123: { bytes: 2, one: 65_535, read: (view, at) => view.getUint16(at, true) },
  5125: { bytes: 4, one: 4_294_967_295, read: (view, at) => view.getUint32(at, true) },
  5126: { bytes: 4, one: 1, read: (view, at) => view.getFloat32(at, true) },
};
const unsigned = [5121, 5123, 5125];
/** Numbers an accessor without bytes of its own may stand for: all zero, so a few bytes could ask for any memory. */
const zerosMax = 3_000_000;

/** The numbers a glTF document's accessors stand for. */
export class Accessors {
  private readonly buffers: (Uint8Array | undefined)[] = [];
  private left: number;

  constructor(
    private readonly container: Container,
    private readonly limits: ReaderLimits,
  ) {
    this.left = limits.verticesMax;
  }

  /** Whether an accessor has bytes of its own: without an extension's help it stands for zeros where it has none. */
  hasBytes(index: number): boolean {
    const { bufferView, sparse } = this.container.document.accessors[index] ?? {};
    return bufferView !== undefined || sparse !== undefined;
  }

  /** Three coordinates a vertex. */
  positions(index: number): Float64Array {
    const accessor = this.accessor(index, "VEC3");
    this.left -= accessor.count;
    if (this.left < 0) throw new Refused(tooManyVertices(this.limits.verticesMax));
    return this.numbers(accessor, 3, (length) => new Float64Array(length));
  }

  /** One index a corner. */
  indices(index: number): Uint32Array {
    const accessor = this.accessor(index, "SCALAR");
    if (!unsigned.includes(accessor.componentType)) throw invalidGltf("indices are no unsigned integers");
    if (accessor.count > 3 * this.limits.trianglesMax)
      throw refused("model/too-many-triangles", "The model has too many indices.");
    return this.numbers(accessor, 1, (length) => new Uint32Array(length));
  }

  private accessor(index: number, type: string): Accessor {
    const accessor = this.container.document.accessors[index];
    if (accessor?.type !== type) throw invalidGltf("an accessor is not there, or of another type");
    return accessor;
  }

  private numbers<List extends Float64Array | Uint32Array>(
    { bufferView, byteOffset, componentType, normalized, count, sparse }: Accessor,
    width: number,
    make: (length: number) => List,
  ): List {
    const component = components[componentType];
    if (!component) throw invalidGltf("an accessor has numbers of an unknown type");
    const one = normalized ? component.one : 1;
    if (bufferView === undefined && count * width > zerosMax)
      throw refused("model/too-complex", "The model has too many zeros.");
    const source =
      bufferView === undefined ? undefined : this.strided(bufferView, byteOffset, count, width, component.bytes);
    const list = make(count * width);
    if (source) fill(list, source, width, component, one);
    if (sparse) this.replace(list, sparse, width, component, one, count);
    return list;
  }

  private replace(
    list: Float64Array | Uint32Array,
    { count, indices, values }: NonNullable<Accessor["sparse"]>,
    width: number,
    component: Component,
    one: number,
    length: number,
  ): void {
    const indexComponent = components[indices.componentType];
    if (!indexComponent || count > length) throw invalidGltf("a sparse accessor is wrong");
    const places = new Uint32Array(count);
    fill(
      places,
      this.strided(indices.bufferView, indices.byteOffset, count, 1, indexComponent.bytes),
      1,
      indexComponent,
      1,
    );
    const changed = new Float64Array(count * width);
    fill(
      changed,
      this.strided(values.bufferView, values.byteOffset, count, width, component.bytes),
      width,
      component,
      one,
    );
    for (let i = 0; i < count; i++) {
      if (places[i]! >= length) throw invalidGltf("a sparse accessor reaches beyond its end");
      list.set(changed.subarray(i * width, (i + 1) * width), places[i]! * width);
    }
  }

  /** The bytes of `count` elements, and how far one is from the next. */
  private strided(index: number, offset: number, count: number, width: number, bytes: number) {
    const view = this.container.document.bufferViews[index];
    if (!view) throw invalidGltf("a view of a buffer is not there");
    if (view.extensions && "EXT_meshopt_compression" in view.extensions) throw compressed("meshopt");
    const buffer = this.buffer(view.buffer);
    if (view.byteOffset + view.byteLength > buffer.length) throw invalidGltf("a view reaches beyond its buffer");
    const stride = view.byteStride ?? width * bytes;
    if (offset + stride * (count - 1) + width * bytes > view.byteLength)
      throw invalidGltf("an accessor reaches beyond its view");
    const start = buffer.byteOffset + view.byteOffset + offset;
    return { view: new DataView(buffer.buffer, start), stride };
  }

  private buffer(index: number): Uint8Array {
    this.buffers[index] ??= this.open(index);
    return this.buffers[index];
  }

  private open(index: number): Uint8Array {
    const buffer = this.container.document.buffers[index];
    if (!buffer) throw invalidGltf("a buffer is not there");
    if (buffer.uri === undefined) {
      if (index !== 0 || buffer.byteLength > this.container.binary.length) throw invalidGltf("a buffer has no bytes");
      return this.container.binary;
    }
    const data = /^data:[^,]*;base64,/.exec(buffer.uri);
    if (data) return new Uint8Array(Buffer.from(buffer.uri.slice(data[0].length), "base64"));
    throw refused("model/unsupported", "The model's triangles are in another file. Please export it as one GLB file.");
  }
}

/** What is compressed by an extension is answered. */
export const compressed = (by: string) =>
  refused(
    "model/unsupported",
    `The model is compressed by ${by}, which is not read. Please export it without compression.`,
  );

function fill(
  list: Float64Array | Uint32Array,
  { view, stride }: { view: DataView; stride: number },
  width: number,
  { bytes, read }: Component,
  one: number,
): void {
  const count = list.length / width;
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < width; j++) {
      const value = read(view, i * stride + j * bytes);
      // A signed number's lowest value stands for -1 as its second lowest does.
      list[i * width + j] = one === 1 ? value : Math.max(value / one, -1);
    }
  }
}
