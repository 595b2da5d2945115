import { useSignalEffect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { ringPainter } from "../ring-picture.ts";
import { colour, shape } from "../wish.ts";

/** On the canvas; the page shows it at half of this, so that it is sharp on fine screens. */
const sizePx = 480;
const turnPerSecondRad = 0.6;
const restingAngleRad = 0.7;
const frameMs = 33;

const standsStill = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** The ring that would be uploaded, turning unless the reader prefers less motion. */
export function RingView() {
  const canvas = useRef<HTMLCanvasElement>(null);
  const paint = useRef<(angleRad: number) => void>(() => {});
  useSignalEffect(() => {
    const paintRing = ringPainter(shape.value);
    const metal = colour.value;
    paint.current = (angleRad) => {
      const context = canvas.current?.getContext("2d");
      if (context) paintRing(context, sizePx, angleRad, metal);
    };
    paint.current(restingAngleRad);
  });
  useEffect(() => {
    if (standsStill()) return;
    const timer = setInterval(() => {
      if (!document.hidden) paint.current(restingAngleRad + (performance.now() / 1_000) * turnPerSecondRad);
    }, frameMs);
    return () => clearInterval(timer);
  }, []);
  return (
    <canvas ref={canvas} class="ring" width={sizePx} height={sizePx} role="img" aria-label="The ring to be ordered" />
  );
}
