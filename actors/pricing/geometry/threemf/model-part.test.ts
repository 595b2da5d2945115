import { describe, expect, test } from "bun:test";
import {
  contentTypes,
  meshXml,
  modelFile,
  modelXml,
  object,
  relationships,
  rootRelationship,
  threeMfOf,
} from "#dev/models/formats/threemf.ts";
import { zip } from "#dev/models/formats/zip.ts";
import { box, cube } from "#dev/models/solids.ts";
import { answer, build, materials, mesh, one, production, sound } from "./testing/sample.ts";

const moved = (x: number) => `transform="1 0 0 0 1 0 0 0 1 ${x} 0 0"`;

describe("3MF: a model part", () => {
  test.each(["micron", "millimeter", "centimeter", "inch", "foot", "meter"])(
    "in %s stays in its own unit",
    async (unit) =>
      expect(await answer(threeMfOf(modelXml(one, build, `unit="${unit}"`)))).toMatchObject({ volume: 1, units: unit }),
  );

  test.each<[string, string, number]>([
    ["in millimetres when it states no unit", modelXml(one, build, ""), 1],
    ["with a prefix for the core", sound.replace("xmlns=", "xmlns:c=").replaceAll(/<(\/?)(?=[a-z])/g, "<$1c:"), 1],
    [
      "with apostrophes, spaces and rows that have an end tag",
      sound
        .replaceAll('"', "'")
        .replaceAll("/>", " ></vertex>")
        .replaceAll(/<(triangle|item)([^>]*)><\/vertex>/g, "<$1$2></$1>"),
      1,
    ],
    ["with comments and rows in them", sound.replaceAll("<vertex", `<!-- > <vertex x="9" y="9" z="9"/> --><vertex`), 1],
    [
      "with entities and unknown attributes in rows",
      sound.replace('x="1"', 'x="&#49;"').replaceAll("<triangle ", '<triangle paint_color="8" '),
      1,
    ],
    ["with elements of extensions", sound.replace("<build>", `<x:y xmlns:x="urn:x"><x:vertex/>text</x:y><build>`), 1],
    ["with objects it does not build", modelXml(one + object(2, meshXml(cube(5))), build), 1],
    ["with supports", modelXml(one + object(2, meshXml(cube(5)), 'type="support"'), `${build}<item objectid="2"/>`), 1],
    ["with items that are not printed", modelXml(one, `${build}<item objectid="1" printable="0"/>`), 1],
    ["with an item twice", modelXml(one, `${build}<item objectid="1" ${moved(5)}/>`), 2],
    ["mirrored", modelXml(one, `<item objectid="1" transform="-2 0 0 0 1 0 0 0 1 0 0 0"/>`), 2],
    [
      "with components of components",
      modelXml(
        one +
          object(2, `<components><component objectid="1"/><component objectid="1" ${moved(3)}/></components>`) +
          object(3, `<components><component objectid="2" ${moved(9)}/><component objectid="2"/></components>`),
        `<item objectid="3"/>`,
      ),
      4,
    ],
    [
      "with materials",
      modelXml(
        `<basematerials id="7"><base name="a" displaycolor="#FF0000"/></basematerials><m:colorgroup id="8"><m:color color="#00ff00ff"/></m:colorgroup>${object(1, mesh.replace("<triangle ", '<triangle pid="8" p1="0" '), 'pid="7" pindex="0"')}`,
        build,
        materials,
      ),
      1,
    ],
  ])("%s", async (_, model, volume) => expect((await answer(threeMfOf(model))).volume).toBe(volume));

  test.each(["utf-16le", "utf-16be"])("in %s", async (encoding) => {
    const wide = Buffer.from(`\ufeff${sound.replace("UTF-8", "UTF-16")}`, "utf16le");
    const model = new Uint8Array(encoding === "utf-16be" ? wide.swap16() : wide);
    const file = zip(contentTypes, relationships(rootRelationship), { name: "3D/3dmodel.model", content: model });
    expect((await answer(file)).volume).toBe(1);
  });

  test("in another part of the package, in another unit", async () => {
    const root = modelXml("", `<item objectid="1" p:path="/3D/other.model" ${moved(2)}/>`, production);
    const file = threeMfOf(root, modelFile(modelXml(one, "", 'unit="centimeter"'), "3D/other.model"));
    expect(await answer(file)).toMatchObject({ volume: 1000, bbox: { min: [2, 0, 0], max: [12, 10, 10] } });
  });

  test("that repeats its objects 2³⁰ times is measured by its objects", async () => {
    const level = (i: number, by: string) =>
      object(i, `<components><component objectid="${i - 1}"/><component objectid="${i - 1}" ${by}/></components>`);
    const levels = Array.from({ length: 30 }, (_, i) =>
      level(i + 2, i === 4 ? 'transform="0 2 0 -2 0 0 0 0 2 -1 0 0"' : moved(2 ** (i % 8))),
    );
    const facts = await answer(threeMfOf(modelXml(one + levels.join(""), `<item objectid="31"/>`)));
    expect(facts).toMatchObject({
      triangles: 12 * 2 ** 30,
      code: "model/many-instances",
      volume: 4.5 * 2 ** 30,
      area: 6 * 2.5 * 2 ** 30,
    });
  });

  test("measured by its objects is what it is measured triangle by triangle", async () => {
    const skewed = `<components><component objectid="1" transform="1 0.5 0 0 2 0 0 0 -1 4 5 6"/></components>`;
    const doubled = (id: number) =>
      object(id, `<components>${`<component objectid="${id - 1}"/>`.repeat(2)}</components>`);
    const copies = (doublings: number) => {
      const levels = Array.from({ length: doublings }, (_, i) => doubled(i + 3)).join("");
      const placed = `<item objectid="${doublings + 2}" transform="0 1 0 -1 0 0 0 0 1 7 0 0"/>`;
      return threeMfOf(modelXml(object(1, meshXml(box([1, 2, 3], [1, 1, 1]))) + object(2, skewed) + levels, placed));
    };
    const [one, many] = [await answer(copies(0)), await answer(copies(20))];
    expect([one.code, many.code]).toEqual([undefined, "model/many-instances"]);
    expect(many.bbox).toEqual(one.bbox);
    expect(Math.abs(many.volume! / one.volume! / 2 ** 20 - 1)).toBeLessThan(1e-12);
    expect(Math.abs(many.area! / one.area! / 2 ** 20 - 1)).toBeLessThan(1e-12);
  });
});
