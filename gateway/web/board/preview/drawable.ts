/** Formats the board can draw; the others (STEP, OFF) have no reader for browsers that we know and trust. */
const drawable = ["stl", "ply", "obj", "3mf", "glb"] as const;
export type Drawable = (typeof drawable)[number];

/** The format a file's name tells; undefined where it cannot be drawn. Apart from what draws, which is loaded later. */
export function drawableFormat(name: string): Drawable | undefined {
  const extension = name.slice(name.lastIndexOf(".") + 1).toLowerCase();
  return drawable.find((one) => one === extension);
}
