import { z } from "zod";
import { Unit } from "../pricing/unit.ts";
import { ModelId, OwnerId } from "../shared/ids.ts";
import { command, event } from "../shared/message.ts";

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);
/** Key of the object in the store; made by us, never by a client. */
const ObjectKey = z.string().regex(/^[a-z0-9_/]{8,160}$/);

const requested = {
  modelId: ModelId,
  owner: OwnerId,
  name: z.string().trim().min(1).max(200),
  unit: Unit,
};
/** `sha256` is known at once when the bytes streamed through the gateway, later when they went straight to the store. */
const uploaded = { key: ObjectKey, bytes: z.int().nonnegative(), sha256: Sha256.optional() };

export const ModelCommand = z.discriminatedUnion("type", [
  command("RequestUpload", requested),
  command("RecordUpload", { ...requested, ...uploaded }),
  command("CompleteUpload", uploaded),
]);
export type ModelCommand = z.infer<typeof ModelCommand>;

export const ModelEvent = z.discriminatedUnion("type", [
  event("UploadRequested", requested),
  event("ModelUploaded", uploaded),
]);
export type ModelEvent = z.infer<typeof ModelEvent>;

/** A 3D model file somebody brings: who owns it, and where its bytes are once they are there. */
export interface Model {
  readonly modelId: ModelId;
  readonly owner: OwnerId;
  readonly name: string;
  readonly unit: Unit;
  readonly upload?: { readonly key: string; readonly bytes: number; readonly sha256?: string | undefined };
}

/** The model after one more event; the first must be UploadRequested. Throws when it is not. */
export function evolveModel(model: Model | undefined, event: ModelEvent): Model {
  if (event.type === "UploadRequested") {
    const { modelId, owner, name, unit } = event;
    return { modelId, owner, name, unit };
  }
  if (model === undefined) throw new Error(`${event.type} before UploadRequested`);
  const { key, bytes, sha256 } = event;
  return { ...model, upload: { key, bytes, sha256 } };
}
