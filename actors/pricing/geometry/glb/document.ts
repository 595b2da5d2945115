import { z } from "zod";

const Index = z.int().nonnegative();
const Extensions = z.record(z.string(), z.unknown()).optional();

const BufferView = z.object({
  buffer: Index,
  byteOffset: Index.default(0),
  byteLength: z.int().positive(),
  byteStride: z.int().min(4).max(252).optional(),
  extensions: Extensions,
});
export type BufferView = z.infer<typeof BufferView>;

const Sparse = z.object({
  count: z.int().positive(),
  indices: z.object({ bufferView: Index, byteOffset: Index.default(0), componentType: z.int() }),
  values: z.object({ bufferView: Index, byteOffset: Index.default(0) }),
});

const Accessor = z.object({
  bufferView: Index.optional(),
  byteOffset: Index.default(0),
  componentType: z.int(),
  normalized: z.boolean().default(false),
  count: z.int().positive(),
  type: z.string(),
  sparse: Sparse.optional(),
});
export type Accessor = z.infer<typeof Accessor>;

const Primitive = z.object({
  attributes: z.record(z.string(), Index),
  indices: Index.optional(),
  mode: z.int().min(0).max(6).default(4),
  extensions: Extensions,
});
export type Primitive = z.infer<typeof Primitive>;

const numbers = (count: number) => z.array(z.number()).length(count).optional();
const Node = z.object({
  children: z.array(Index).optional(),
  mesh: Index.optional(),
  matrix: numbers(16),
  translation: numbers(3),
  rotation: numbers(4),
  scale: numbers(3),
  extensions: Extensions,
});
export type Node = z.infer<typeof Node>;

/** What of a glTF document places triangles. */
export const Document = z.object({
  asset: z.object({ version: z.string() }),
  extensionsRequired: z.array(z.string()).optional(),
  buffers: z.array(z.object({ uri: z.string().optional(), byteLength: z.int().positive() })).default([]),
  bufferViews: z.array(BufferView).default([]),
  accessors: z.array(Accessor).default([]),
  meshes: z.array(z.object({ primitives: z.array(Primitive).min(1) })).default([]),
  nodes: z.array(Node).default([]),
  scenes: z.array(z.object({ nodes: z.array(Index).default([]) })).default([]),
  scene: Index.optional(),
});
export type Document = z.infer<typeof Document>;
