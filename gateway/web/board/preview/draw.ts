import {
  AmbientLight,
  type BufferGeometry,
  DirectionalLight,
  Mesh,
  MeshStandardMaterial,
  PerspectiveCamera,
  Scene,
  WebGLRenderer,
} from "three";
import { PLYLoader } from "three/addons/loaders/PLYLoader.js";
import { STLLoader } from "three/addons/loaders/STLLoader.js";

const fieldOfViewDeg = 35;
/** From where a model shows most of itself, rad. */
const tiltRad = -1.05;
const turnRad = 0.5;
const radPerPx = 0.01;

function geometryOf(file: ArrayBuffer, name: string): BufferGeometry {
  const geometry = (/\.ply$/i.test(name) ? new PLYLoader() : new STLLoader()).parse(file);
  geometry.computeVertexNormals();
  geometry.center();
  geometry.computeBoundingSphere();
  return geometry;
}

function lit(mesh: Mesh): Scene {
  const scene = new Scene();
  const key = new DirectionalLight(0xffffff, 2.2);
  key.position.set(-1, 2, 3);
  const rim = new DirectionalLight(0xffffff, 0.9);
  rim.position.set(2, -1, -2);
  return scene.add(new AmbientLight(0xffffff, 0.9), key, rim, mesh);
}

/** Far enough for the whole model at any turn. */
function cameraFor(radius: number, aspect: number): PerspectiveCamera {
  const distance = (1.08 * radius) / Math.sin((fieldOfViewDeg * Math.PI) / 360);
  const camera = new PerspectiveCamera(fieldOfViewDeg, aspect, distance / 100, distance * 3);
  camera.position.z = distance;
  return camera;
}

/** Turns the model as the pointer is dragged across; `drawn` is called after each step. */
function turnByDragging(canvas: HTMLCanvasElement, mesh: Mesh, drawn: () => void, signal: AbortSignal): void {
  const turn = ({ buttons, movementX }: PointerEvent) => {
    if (buttons === 0) return;
    mesh.rotation.z += movementX * radPerPx;
    drawn();
  };
  canvas.addEventListener("pointerdown", ({ pointerId }) => canvas.setPointerCapture(pointerId), { signal });
  canvas.addEventListener("pointermove", turn, { signal });
}

/** Draws a model file (STL or PLY), turned by dragging, until the signal aborts. Throws what the file or WebGL throws. */
export function drawModel(canvas: HTMLCanvasElement, file: ArrayBuffer, name: string, signal: AbortSignal): void {
  const geometry = geometryOf(file, name);
  const material = new MeshStandardMaterial({ color: 0xb9a27a, metalness: 0.35, roughness: 0.45 });
  const mesh = new Mesh(geometry, material);
  mesh.rotation.set(tiltRad, 0, turnRad);
  const renderer = new WebGLRenderer({ canvas, antialias: true, alpha: true });
  renderer.setPixelRatio(devicePixelRatio);
  renderer.setSize(canvas.clientWidth, canvas.clientHeight, false);
  const scene = lit(mesh);
  const camera = cameraFor(geometry.boundingSphere?.radius ?? 1, canvas.clientWidth / canvas.clientHeight);
  const draw = () => renderer.render(scene, camera);
  draw();
  turnByDragging(canvas, mesh, draw, signal);
  signal.addEventListener("abort", () => {
    for (const held of [geometry, material, renderer]) held.dispose();
  });
}
