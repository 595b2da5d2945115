/** Formats the board can draw; the others (STEP, OFF) have no reader for browsers that we know and trust. */
const drawable = new Set(["stl", "ply", "obj", "3mf", "glb"]);

export const extensionOf = (name: string): string => name.slice(name.lastIndexOf(".") + 1).toLowerCase();

/** Whether a file's name says that it can be drawn. Apart from what draws, which is loaded later. */
export const canDraw = (name: string): boolean => drawable.has(extensionOf(name));
