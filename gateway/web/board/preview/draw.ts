import {
  AmbientLight,
  Box3,
  type BufferGeometry,
  DirectionalLight,
  Float32BufferAttribute,
  Group,
  Mesh,
  MeshStandardMaterial,
  type Object3D,
  PerspectiveCamera,
  Scene,
  Sphere,
  WebGLRenderer,
} from "three";
import { meshesOf } from "./formats.ts";

const fieldOfViewDeg = 35;
/** From where a model shows most of itself, rad. */
const tiltRad = -1.05;
const turnRad = 0.5;
const radPerPx = 0.01;

/** Graphics cards know no doubles, which files may have; and the normals of a file may be missing, or nothing but zeros. */
function fitForDrawing(geometry: BufferGeometry): void {
  const { array } = geometry.getAttribute("position");
  if (array instanceof Float64Array) geometry.setAttribute("position", new Float32BufferAttribute(array, 3));
  geometry.computeVertexNormals();
}

/** The model in one material, its middle at the origin, and how far its farthest corner may be from there. */
function statueOf(model: Object3D, material: MeshStandardMaterial): { statue: Group; radius: number } {
  model.traverse((part) => {
    if (!(part instanceof Mesh)) return;
    part.material = material;
    fitForDrawing(part.geometry);
  });
  const { center, radius } = new Box3().setFromObject(model).getBoundingSphere(new Sphere());
  model.position.sub(center);
  return { statue: new Group().add(model), radius: radius > 0 ? radius : 1 };
}

function disposeOf(model: Object3D): void {
  model.traverse((part) => {
    if (part instanceof Mesh) part.geometry.dispose();
  });
}

function lit(statue: Group): Scene {
  const scene = new Scene();
  const key = new DirectionalLight(0xffffff, 2.2);
  key.position.set(-1, 2, 3);
  const rim = new DirectionalLight(0xffffff, 0.9);
  rim.position.set(2, -1, -2);
  return scene.add(new AmbientLight(0xffffff, 0.9), key, rim, statue);
}

/** Far enough for the whole model at any turn. */
function cameraFor(radius: number, aspect: number): PerspectiveCamera {
  const distance = (1.08 * radius) / Math.sin((fieldOfViewDeg * Math.PI) / 360);
  const camera = new PerspectiveCamera(fieldOfViewDeg, aspect, distance / 100, distance * 3);
  camera.position.z = distance;
  return camera;
}

/** Turns the model as the pointer is dragged across; `drawn` is called after each step. */
function turnByDragging(canvas: HTMLCanvasElement, statue: Group, drawn: () => void, signal: AbortSignal): void {
  const turn = ({ buttons, movementX }: PointerEvent) => {
    if (buttons === 0) return;
    statue.rotation.z += movementX * radPerPx;
    drawn();
  };
  canvas.addEventListener("pointerdown", ({ pointerId }) => canvas.setPointerCapture(pointerId), { signal });
  canvas.addEventListener("pointermove", turn, { signal });
}

/** Draws a model file, turned by dragging, until the signal aborts. Throws what the file or WebGL throws. */
export async function drawModel(
  canvas: HTMLCanvasElement,
  file: ArrayBuffer,
  name: string,
  signal: AbortSignal,
): Promise<void> {
  const model = await meshesOf(file, name);
  if (signal.aborted) return;
  const material = new MeshStandardMaterial({ color: 0xb9a27a, metalness: 0.35, roughness: 0.45 });
  const { statue, radius } = statueOf(model, material);
  statue.rotation.set(tiltRad, 0, turnRad);
  const renderer = new WebGLRenderer({ canvas, antialias: true, alpha: true });
  renderer.setPixelRatio(devicePixelRatio);
  renderer.setSize(canvas.clientWidth, canvas.clientHeight, false);
  const scene = lit(statue);
  const camera = cameraFor(radius, canvas.clientWidth / canvas.clientHeight);
  const draw = () => renderer.render(scene, camera);
  draw();
  turnByDragging(canvas, statue, draw, signal);
  signal.addEventListener("abort", () => {
    disposeOf(model);
    for (const held of [material, renderer]) held.dispose();
  });
}
