/** The first words of statements as the format's specification has them, and those of common exporters. */
const statements = new Set(
  [
    "v vt vn vp deg bmat step cstype p l f fo curv curv2 surf parm trim hole scrv sp end con g s mg o",
    "bevel c_interp d_interp lod usemtl mtllib shadow_obj trace_obj ctech stech maplib usemap call csh mtl",
  ]
    .join(" ")
    .split(" "),
);
const longest = Math.max(...Array.from(statements, ({ length }) => length));

/** Whether a line of text begins with a word that OBJ has. */
export function isStatement(bytes: Uint8Array, start: number, end: number): boolean {
  let stop = start;
  while (stop < end && bytes[stop]! > 32) stop++;
  return stop - start <= longest && statements.has(String.fromCharCode(...bytes.subarray(start, stop)));
}
