import { historyOf } from "#contracts/log/history.ts";
import { evolveModel, type Model, ModelCommand, type ModelEvent } from "#contracts/model/model.ts";
import type { Aggregate } from "../runtime/aggregate.ts";
import { type Decider, reject } from "../runtime/decider.ts";

/** A model file's life: asked for, uploaded. Its bytes are in the object store, its facts beside it. */
export const modelDecider: Decider<Model | undefined, ModelCommand, ModelEvent> = {
  initial: undefined,
  evolve: evolveModel,
  decide: {
    RequestUpload: (model, { type: _, ...requested }, { at }) =>
      model ? reject("model/already-exists") : [{ type: "UploadRequested", v: 1, at, ...requested }],
    RecordUpload: (model, { type: _, key, bytes, sha256, ...requested }, { at }) =>
      model
        ? reject("model/already-exists")
        : [
            { type: "UploadRequested", v: 1, at, ...requested },
            { type: "ModelUploaded", v: 1, at, key, bytes, sha256 },
          ],
    CompleteUpload: (model, { type: _, ...uploaded }, { at }) => {
      if (!model) return reject("model/not-found");
      return model.upload ? [] : [{ type: "ModelUploaded", v: 1, at, ...uploaded }];
    },
  },
};

export const modelAggregate: Aggregate<Model | undefined, ModelCommand, ModelEvent> = {
  prefix: "mdl",
  decider: modelDecider,
  command: ModelCommand,
  history: historyOf<ModelEvent>({ UploadRequested: 1, ModelUploaded: 1 }),
  creates: new Set(["RequestUpload", "RecordUpload"]),
  notFound: "model/not-found",
  owner: (model) => model?.owner,
  outcome: (model) => model && { modelId: model.modelId, uploaded: model.upload !== undefined },
};
