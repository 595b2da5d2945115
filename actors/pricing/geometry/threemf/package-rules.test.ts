import { describe, expect, test } from "bun:test";
import {
  contentTypes,
  modelFile,
  modelXml,
  object,
  relationships,
  rootRelationship,
  threeMfOf,
} from "#dev/models/formats/threemf.ts";
import { type ZipFile, zip } from "#dev/models/formats/zip.ts";
import { answer, build, mesh, one, production, sound } from "./testing/sample.ts";

const part = modelFile(sound);
const types = String(contentTypes.content);
const withTypes = (more: string): ZipFile => ({
  ...contentTypes,
  content: types.replace("</Types>", `${more}</Types>`),
});
const metadata = "http://schemas.openxmlformats.org/package/2006/relationships/metadata";
const relation = (id: string, type: string, target: string) =>
  `Id="${id}" Type="${metadata}/${type}" Target="${target}"`;
const png = withTypes('<Default Extension="png" ContentType="image/png"/>');
const picture = { name: "t.png", content: "x" };
const withMetadata = (rows: string, attributes?: string) =>
  threeMfOf(modelXml(one, build, attributes).replace("<resources", `${rows}<resources`));

describe("3MF: a package must be refused for", () => {
  test.each<[string, Uint8Array]>([
    [
      "two relationships of one id",
      zip(png, relationships(rootRelationship, relation("r0", "thumbnail", "/t.png")), part, picture),
    ],
    [
      "a relationship twice",
      zip(contentTypes, relationships(rootRelationship, ...["a", "b"].map((id) => relation(id, "x", "/y"))), part),
    ],
    [
      "a thumbnail of another type",
      zip(
        withTypes('<Default Extension="gif" ContentType="image/gif"/>'),
        relationships(rootRelationship, relation("t", "thumbnail", "/t.gif")),
        part,
        { ...picture, name: "t.gif" },
      ),
    ],
    [
      "two parts with core properties",
      zip(
        contentTypes,
        relationships(rootRelationship, ...["a", "b"].map((id) => relation(id, "core-properties", `/${id}.xml`))),
        part,
      ),
    ],
    [
      "a content type twice",
      zip(withTypes('<Default Extension="RELS" ContentType="a/b"/>'), relationships(rootRelationship), part),
    ],
    [
      "a content type of nothing",
      zip(withTypes('<Override ContentType="a/b"/>'), relationships(rootRelationship), part),
    ],
    ["an extension without a type", zip(withTypes('<Default Extension="a"/>'), relationships(rootRelationship), part)],
    ["metadata of an unknown name", withMetadata('<metadata name="Colour">x</metadata>')],
    ["metadata of an unknown prefix", withMetadata('<metadata name="v:Colour">x</metadata>')],
    [
      "an object of components with a material",
      threeMfOf(
        modelXml(
          `<basematerials id="8"><base name="a" displaycolor="#000000"/></basematerials>${one}` +
            object(2, `<components><component objectid="1"/></components>`, 'pid="8" pindex="0"'),
          build,
        ),
      ),
    ],
    ["a transform that flattens", threeMfOf(modelXml(one, `<item objectid="1" transform="1 0 0 0 1 0 0 0 0 0 0 0"/>`))],
    [
      "a part that leads on to another part",
      threeMfOf(
        modelXml("", `<item objectid="2" p:path="/3D/a.model"/>`, production),
        modelFile(
          modelXml(
            object(2, `<components><component objectid="1" p:path="/3D/b.model"/></components>`),
            "",
            production,
          ),
          "3D/a.model",
        ),
        modelFile(sound, "3D/b.model"),
      ),
    ],
  ])("%s", async (_, file) => expect(await answer(file)).toMatchObject({ volume: null, code: "model/invalid" }));
});

describe("3MF: a package is read with", () => {
  test.each<[string, Uint8Array]>([
    ["a thumbnail", zip(png, relationships(rootRelationship, relation("t", "thumbnail", "/t.png")), part, picture)],
    [
      "metadata it knows",
      withMetadata(
        '<metadata name="Title">x</metadata><metadata name="v:Colour">y</metadata>',
        'unit="millimeter" xmlns:v="urn:v"',
      ),
    ],
    [
      "names of a slicer's own, beside its namespace",
      withMetadata('<metadata name="DesignerCover">x</metadata>', 'xmlns:v="http://schemas.vendor.com/package/2021"'),
    ],
    [
      "a build in a part that is not the root",
      threeMfOf(
        modelXml("", `<item objectid="1" p:path="/3D/a.model"/>`, production),
        modelFile(modelXml(one, `<item objectid="9"/>`), "3D/a.model"),
      ),
    ],
    [
      "parts of no content type that nothing leads to",
      threeMfOf(sound, { name: "Metadata/slicer.config", content: mesh }),
    ],
  ])("%s", async (_, file) => expect(await answer(file)).toMatchObject({ volume: 1, code: undefined }));
});
