import { computed, signal } from "@preact/signals";
import type { Catalogue } from "#contracts/api/catalogue.ts";
import { ringStl } from "#dev/models/ring.ts";
import { read } from "../client/api.ts";
import type { Wish } from "./demonstration.ts";
import type { Colour } from "./ring-picture.ts";

/** Faces around the finger in the file that is uploaded: about 25,000 triangles. */
const fileSegments = 192;

/** What the controls say. Millimetres. */
export const innerDiameterMm = signal(17.2);
export const thicknessMm = signal(2.4);
export const material = signal("silver-925");
export const finishing = signal("polished");
export const quantity = signal(1);

export const catalogue = signal<Catalogue | undefined>(undefined);

/** Asks what can be ordered: the same for everybody. */
export const readCatalogue = async (): Promise<void> => {
  catalogue.value = await read<Catalogue>("/shop/v1/catalogue");
};

export const shape = computed(() => {
  const minorMm = thicknessMm.value / 2;
  return { majorMm: innerDiameterMm.value / 2 + minorMm, minorMm };
});

const colours: readonly (readonly [RegExp, Colour])[] = [
  [/gold/, [232, 190, 96]],
  [/brass/, [214, 168, 84]],
  [/resin/, [150, 190, 130]],
];
export const colour = computed<Colour>(
  () => colours.find(([pattern]) => pattern.test(material.value))?.[1] ?? [206, 211, 216],
);

/** The ring as a file, and how it shall be made. */
export const wish = (): Wish => ({
  file: new Uint8Array(ringStl({ ...shape.value, segments: fileSegments })),
  material: material.value,
  finishing: finishing.value,
  quantity: quantity.value,
});
