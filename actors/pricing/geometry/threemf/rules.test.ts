import { describe, expect, test } from "bun:test";
import {
  contentTypes,
  modelFile,
  modelRelation,
  modelXml,
  object,
  relationships,
  rootRelationship,
  threeMfOf,
} from "#dev/models/formats/threemf.ts";
import { zip } from "#dev/models/formats/zip.ts";
import { answer, build, materials, mesh, one, sound } from "./testing/sample.ts";

const resources = (xml: string) => modelXml(`${xml}${one}`, build, materials);
const colours = '<m:colorgroup id="8"><m:color color="#00ff00"/></m:colorgroup>';

describe("3MF: the specification wants refused", () => {
  test.each<[string, string]>([
    ["a document type", sound.replace("<model", "<!DOCTYPE model><model")],
    ["another encoding", sound.replace("UTF-8", "ISO-8859-1")],
    ["XML that is not well-formed", sound.replace("</build>", "")],
    ["the same attribute twice", sound.replace('v1="0"', 'v1="0" v1="0"')],
    ["another namespace", sound.replace("core/2015/02", "core/2099/01")],
    ["an unknown entity", sound.replace('x="1"', 'x="&one;"')],
    ["xml:space", sound.replace("<resources", '<resources xml:space="preserve"')],
    [
      "attributes of XML Schema",
      sound.replace("<resources", '<resources xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"'),
    ],
    ["elements of extensions among vertices", sound.replace("<vertex", '<y xmlns="urn:x"/><vertex')],
    ["elements the core does not have", sound.replace("<build", "<built/><build")],
    ["text between elements", sound.replace("<build", "text<build")],
    ["an unknown unit", modelXml(one, build, 'unit="ell"')],
    ["no build", sound.replace(`<build>${build}</build>`, "")],
    ["no resources", sound.replace(/<resources>.*<\/resources>/s, "")],
    ["metadata without a name", sound.replace("<resources", "<metadata>x</metadata><resources")],
    [
      "metadata twice",
      sound.replace("<resources", '<metadata name="Title">x</metadata><metadata name="Title"/><resources'),
    ],
    ["an object without an id", sound.replace('<object id="1"', "<object")],
    ["two objects of the same id", modelXml(one + one, build)],
    ["an id of an object and a group", resources('<m:colorgroup id="1"><m:color color="#000000"/></m:colorgroup>')],
    ["an object of an unknown type", modelXml(object(1, mesh, 'type="thing"'), build)],
    ["an object of nothing", modelXml(object(1, ""), build)],
    ["no components", modelXml(object(1, "<components/>"), build)],
    [
      "a mesh and components",
      modelXml(one + object(2, `${mesh}<components><component objectid="1"/></components>`), build),
    ],
    ["an item of a missing object", modelXml(one, `<item objectid="2"/>`)],
    [
      "a component of a missing object",
      modelXml(object(1, `<components><component objectid="5"/></components>`), build),
    ],
    ["an item of the type other", modelXml(object(1, mesh, 'type="other"'), build)],
    ["a corner twice", sound.replace(/v2="\d+"/, 'v2="0"').replace(/v1="\d+"/, 'v1="0"')],
    ["a vertex without z", sound.replace(/ z="0"/, "")],
    ["a coordinate that is no number", sound.replace('x="1"', 'x="1,0"')],
    ["a transform of eleven numbers", modelXml(one, `<item objectid="1" transform="1 0 0 0 1 0 0 0 1 0 0"/>`)],
    ["a required extension without a name", modelXml(one, build, 'requiredextensions="q"')],
    ["a property without a group", modelXml(object(1, mesh.replace("<triangle ", '<triangle p1="0" ')), build)],
    [
      "a property its group does not have",
      modelXml(colours + object(1, mesh.replace("<triangle ", '<triangle pid="8" p1="1" ')), build, materials),
    ],
    ["a group that is not there", modelXml(object(1, mesh, 'pid="9" pindex="0"'), build)],
    ["a pindex without a pid", modelXml(object(1, mesh, 'pindex="0"'), build)],
    ["two groups of the same id", resources(colours + colours)],
    ["a colour without a value", resources('<m:colorgroup id="8"><m:color/></m:colorgroup>')],
    ["a base material without a colour", resources('<basematerials id="8"><base name="a"/></basematerials>')],
    [
      "texture coordinates without a texture",
      resources('<m:texture2dgroup id="8"><m:tex2coord u="0" v="0"/></m:texture2dgroup>'),
    ],
    ["a texture of another type", resources('<m:texture2d id="8" path="/a.gif" contenttype="image/gif"/>')],
    ["a texture without a path", resources('<m:texture2d id="8" contenttype="image/png"/>')],
    ["composites of no base materials", resources(`${colours}<m:compositematerials id="9" matid="8" matindices="0"/>`)],
    [
      "composites without indices",
      resources(
        '<basematerials id="8"><base name="a" displaycolor="#000000"/></basematerials><m:compositematerials id="9" matid="8"/>',
      ),
    ],
    ["multiproperties of nothing", resources('<m:multiproperties id="9"/>')],
    ["multiproperties of themselves", resources(`${colours}<m:multiproperties id="9" pids="8 9"/>`)],
    [
      "two colour groups in one",
      resources(`${colours}${colours.replace('"8"', '"7"')}<m:multiproperties id="9" pids="8 7"/>`),
    ],
  ])("%s", async (_, model) =>
    expect(await answer(threeMfOf(model))).toMatchObject({ volume: null, code: "model/invalid" }),
  );

  const second = `Target="/3D/2.model" Id="r1" Type="${modelRelation}"`;
  const part = modelFile(sound);
  const relation = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/thumbnail";
  test.each<[string, Uint8Array, string]>([
    [
      "two root models",
      zip(contentTypes, relationships(rootRelationship, second), part, modelFile(sound, "3D/2.model")),
      "model/invalid",
    ],
    ["a root model that is not there", zip(contentTypes, relationships(rootRelationship)), "model/invalid"],
    [
      "a root model outside",
      zip(contentTypes, relationships(`${rootRelationship} TargetMode="External"`), part),
      "model/invalid",
    ],
    [
      "a thumbnail that is not there",
      zip(contentTypes, relationships(rootRelationship, `Target="/t.png" Id="t" Type="${relation}"`), part),
      "model/invalid",
    ],
    [
      "a model of another content type",
      zip(
        { ...contentTypes, content: String(contentTypes.content).replace("3dmodel+xml", "xml") },
        relationships(rootRelationship),
        part,
      ),
      "model/invalid",
    ],
    ["no content types", zip(relationships(rootRelationship), part), "model/unreadable"],
    ["no relationships", zip(contentTypes, part), "model/unreadable"],
    [
      "an unknown required extension",
      threeMfOf(modelXml(one, build, 'requiredextensions="q" xmlns:q="urn:q"')),
      "model/unsupported",
    ],
  ])("%s", async (_, file, code) => expect(await answer(file)).toMatchObject({ volume: null, code }));
});
