/** The types a PLY property may have, by both sets of names in use. */
export interface Scalar {
  readonly bytes: 1 | 2 | 4 | 8;
  readonly read: (view: DataView, at: number, littleEndian: boolean) => number;
  /** Numbers are those of f32. */
  readonly isSingle?: true;
}

const char: Scalar = { bytes: 1, read: (view, at) => view.getInt8(at) };
const uchar: Scalar = { bytes: 1, read: (view, at) => view.getUint8(at) };
const short: Scalar = { bytes: 2, read: (view, at, little) => view.getInt16(at, little) };
const ushort: Scalar = { bytes: 2, read: (view, at, little) => view.getUint16(at, little) };
const int: Scalar = { bytes: 4, read: (view, at, little) => view.getInt32(at, little) };
const uint: Scalar = { bytes: 4, read: (view, at, little) => view.getUint32(at, little) };
const float: Scalar = { bytes: 4, read: (view, at, little) => view.getFloat32(at, little), isSingle: true };
const double: Scalar = { bytes: 8, read: (view, at, little) => view.getFloat64(at, little) };

const scalars: Readonly<Record<string, Scalar>> = {
  ...{ char, uchar, short, ushort, int, uint, float, double },
  ...{ int8: char, uint8: uchar, int16: short, uint16: ushort, int32: int, uint32: uint },
  ...{ float32: float, float64: double },
};

export const scalarOf = (name: string): Scalar | undefined =>
  Object.hasOwn(scalars, name) ? scalars[name] : undefined;
