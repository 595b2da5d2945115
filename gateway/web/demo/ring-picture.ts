import { type RingShape, ring } from "#dev/models/ring.ts";

/** The picture needs fewer faces than the file. */
const pictureSegments = 84;
const tiltRad = 0.42;
/** Where the light comes from, seen from the eye; of length one. */
const light = [-0.42, 0.66, 0.62] as const;

interface Face {
  /** Three corners on the canvas, x and y in turn. */
  readonly corners: readonly number[];
  readonly depth: number;
  /** 0 in the shade to 1 in the light. */
  readonly brightness: number;
}

/** Turns around the upright axis, then tilts towards the eye. The ring's head is up (y). */
function turner(angleRad: number) {
  const [sin, cos] = [Math.sin(angleRad), Math.cos(angleRad)];
  const [sinTilt, cosTilt] = [Math.sin(tiltRad), Math.cos(tiltRad)];
  return (x: number, y: number, z: number): readonly [number, number, number] => {
    const across = cos * x + sin * z;
    const towards = cos * z - sin * x;
    return [across, cosTilt * y - sinTilt * towards, sinTilt * y + cosTilt * towards];
  };
}

/** The faces one sees, the farthest first. `mesh` is triangles, counter-clockwise from outside, `scale` pixels per mm. */
function visibleFaces(mesh: Float64Array, angleRad: number, scale: number, centre: number): Face[] {
  const turn = turner(angleRad);
  const faces: Face[] = [];
  for (let at = 0; at < mesh.length; at += 9) {
    const [ax, ay, az] = turn(mesh[at]!, mesh[at + 1]!, mesh[at + 2]!);
    const [bx, by, bz] = turn(mesh[at + 3]!, mesh[at + 4]!, mesh[at + 5]!);
    const [cx, cy, cz] = turn(mesh[at + 6]!, mesh[at + 7]!, mesh[at + 8]!);
    const [ux, uy, uz, vx, vy, vz] = [bx - ax, by - ay, bz - az, cx - ax, cy - ay, cz - az];
    const [nx, ny, nz] = [uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx];
    if (nz <= 0) continue; // It looks away.
    const lit = (nx * light[0] + ny * light[1] + nz * light[2]) / Math.hypot(nx, ny, nz);
    const corners = [ax, ay, bx, by, cx, cy].map((value, i) => centre + scale * (i % 2 === 0 ? value : -value));
    faces.push({ corners, depth: az + bz + cz, brightness: Math.max(0, lit) });
  }
  return faces.sort((a, b) => a.depth - b.depth);
}

/** Metal: its own colour in the light, darker in the shade, nearly white where the light is mirrored. */
const shaded = ([red, green, blue]: Colour, brightness: number): string => {
  const mirrored = 110 * brightness ** 16;
  const channel = (value: number) => Math.min(255, Math.round(value * (0.46 + 0.54 * brightness) + mirrored));
  return `rgb(${channel(red)} ${channel(green)} ${channel(blue)})`;
};

export type Colour = readonly [red: number, green: number, blue: number];

/** A painter of one ring, turned by any angle, into a square canvas. */
export function ringPainter(shape: Omit<RingShape, "segments">) {
  const mesh = ring({ ...shape, segments: pictureSegments });
  const extentMm = shape.majorMm + 2 * shape.minorMm;
  return (canvas: CanvasRenderingContext2D, sizePx: number, angleRad: number, colour: Colour): void => {
    canvas.clearRect(0, 0, sizePx, sizePx);
    // Neighbours meet without a seam when each face is outlined in its own colour.
    canvas.lineWidth = 1;
    for (const { corners, brightness } of visibleFaces(mesh, angleRad, (0.47 * sizePx) / extentMm, sizePx / 2)) {
      const [ax, ay, bx, by, cx, cy] = corners as [number, number, number, number, number, number];
      canvas.fillStyle = shaded(colour, brightness);
      canvas.strokeStyle = canvas.fillStyle;
      canvas.beginPath();
      canvas.moveTo(ax, ay);
      canvas.lineTo(bx, by);
      canvas.lineTo(cx, cy);
      canvas.closePath();
      canvas.fill();
      canvas.stroke();
    }
  };
}
