import { randomBytes } from "node:crypto";
import {
  type FactsStore,
  isRead,
  type ModelPass,
  type ModelUploads,
  type Send,
  type TopologyStore,
  type Unread,
} from "#actors/client.ts";
import type { ModelAnswer } from "#contracts/api/orders.ts";
import type { Model } from "#contracts/model/model.ts";
import type { ModelRef } from "#contracts/order/parts.ts";
import type { ModelFacts } from "#contracts/pricing/facts.ts";
import { examined, type ModelTopology } from "#contracts/pricing/topology.ts";
import type { Unit } from "#contracts/pricing/unit.ts";
import { ModelId, type OwnerId, toBase32 } from "#contracts/shared/ids.ts";
import { idFor } from "./ids.ts";
import type { Dispatch, Intent } from "./orders/dispatch.ts";
import { ProblemError } from "./problem.ts";

const readWithinMs = 2_000;

export interface ModelDeps {
  readonly send: Send;
  readonly dispatch: Dispatch;
  readonly uploads: ModelUploads;
  readonly facts: FactsStore;
  readonly topologies: TopologyStore;
  readonly bytesMax: number;
  /** Begins to read a model while it streams by into the object of that key; finished when it is there. */
  readonly pass: (key: string) => ModelPass;
  readonly now: () => number;
}
export interface NamedFile {
  readonly owner: OwnerId;
  readonly name: string;
  readonly unit: Unit;
}

const modelIdOf = (owner: OwnerId, key: string | undefined) => ModelId.parse(`mdl_${idFor("model", owner, key)}`);

/** Each attempt writes an object of its own, so that no retry can change what an order was priced from. */
const freshKey = (modelId: ModelId) => `models/${modelId}/${toBase32(randomBytes(10))}`;
const incomingKey = (modelId: ModelId) => `incoming/${modelId}`;

/** What of an order refers to a model. */
export const modelRef = ({ modelId, name, unit, upload }: Model): ModelRef => {
  if (!upload) throw new ProblemError("model/not-uploaded");
  const { bytes, sha256 } = upload;
  return { modelId, name, unit, bytes, ...(sha256 === undefined ? {} : { sha256 }) };
};

/** Model files on their way in: streamed through the gateway and analysed as they pass, or put straight into the store. */
export function modelService({ send, dispatch, uploads, facts, topologies, bytesMax, pass: begin, now }: ModelDeps) {
  const reachable = async <T>(work: Promise<T>): Promise<T> =>
    work.catch((error: unknown) => {
      throw error instanceof ProblemError ? error : new ProblemError("service/store-unavailable");
    });

  /** Writes the body into the store while hashing and analysing it. Stops at the size limit. */
  async function stream(key: string, body: ReadableStream<Uint8Array>, signal: AbortSignal) {
    const pass = begin(key);
    let bytes = 0;
    let tooLarge = false;
    const watch = new TransformStream<Uint8Array, Uint8Array>({
      async transform(chunk, controller) {
        bytes += chunk.length;
        tooLarge = bytes > bytesMax;
        if (tooLarge) return controller.error(new Error("too large"));
        await pass.push(chunk);
        controller.enqueue(chunk);
      },
    });
    await uploads.write(key, body.pipeThrough(watch), signal).catch((error: unknown) => {
      throw new ProblemError(tooLarge ? "model/too-large" : "service/store-unavailable", { detail: String(error) });
    });
    return reachable(pass.finish());
  }

  /** The model, if it is this owner's. */
  async function read(modelId: ModelId, owner: string): Promise<Model> {
    const reply = await send({ kind: "read", aggregate: modelId, deadline: now() + readWithinMs });
    if (reply.kind === "unavailable") throw ProblemError.unavailable(reply);
    const model = reply.kind === "state" ? (reply.state as Model | undefined) : undefined;
    if (model?.owner !== owner) throw new ProblemError("model/not-found");
    return model;
  }

  return {
    read,
    /** The file's bytes, from the store. */
    open: async (modelId: ModelId, owner: string) => {
      const { upload } = await read(modelId, owner);
      if (!upload) throw new ProblemError("model/not-uploaded");
      return { bytes: upload.bytes, body: await reachable(uploads.read(upload.key)) };
    },
    /** What is known of a model by now; of one that went straight to the store little, until an order is priced from it. */
    known: async ({ modelId, bytes, sha256 }: Pick<ModelRef, "modelId" | "bytes" | "sha256">): Promise<ModelAnswer> => {
      if (sha256 === undefined) return { modelId, bytes };
      const [found, topology] = await reachable(Promise.all([facts.get(sha256), topologies.get(sha256)]));
      return { modelId, ...(found ? shownExamined(found, topology) : { bytes, sha256 }) };
    },
    /** Takes a file's bytes; what is wrong with them is among the findings, not an error. */
    receive: async (file: NamedFile, body: ReadableStream<Uint8Array>, intent: Intent, signal: AbortSignal) => {
      const modelId = modelIdOf(file.owner, intent.key);
      const key = freshKey(modelId);
      const found = await stream(key, body, signal);
      if (isRead(found)) await facts.put(found);
      const { bytes, sha256 } = found;
      const command = { type: "RecordUpload", modelId, ...file, key, bytes, sha256 };
      const recorded = await dispatch(modelId, command, { ...intent, parameters: { ...file, sha256 } }).catch(
        async (error: unknown) => {
          await uploads.remove(key).catch(() => {}); // Nothing refers to it; at worst it stays as an orphan.
          throw error;
        },
      );
      if (recorded.replayed) await uploads.remove(key).catch(() => {});
      return { modelId, ...shown(found), ref: { modelId, name: file.name, unit: file.unit, bytes, sha256 } };
    },
    /** Gives an address the file can be PUT to. */
    request: async (file: NamedFile, bytes: number, intent: Intent) => {
      const modelId = modelIdOf(file.owner, intent.key);
      await dispatch(
        modelId,
        { type: "RequestUpload", modelId, ...file },
        { ...intent, parameters: { ...file, bytes } },
      );
      const uploadUrl = await reachable(uploads.presignPut(incomingKey(modelId), bytes));
      const expiresAt = new Date(now() + uploads.presignedForS * 1_000).toISOString();
      return { modelId, uploadUrl, method: "PUT" as const, expiresAt };
    },
    /** The file is there: it is taken out of reach of its upload address, and can be ordered from. */
    complete: async (model: Model, intent: Intent): Promise<ModelRef> => {
      if (model.upload) return modelRef(model);
      const incoming = incomingKey(model.modelId);
      const bytes = await reachable(uploads.size(incoming));
      if (bytes === undefined) throw new ProblemError("model/not-uploaded");
      const key = freshKey(model.modelId);
      await reachable(uploads.copy(incoming, key));
      await dispatch(model.modelId, { type: "CompleteUpload", key, bytes }, { ...intent, parameters: {} });
      await uploads.remove(incoming).catch(() => {}); // What stays behind is an orphan nobody refers to.
      const { modelId, name, unit } = model;
      return { modelId, name, unit, bytes };
    },
  };
}
export type ModelService = ReturnType<typeof modelService>;

/** What a client is shown of a model right after its upload. */
function shown(read: ModelFacts | Unread): Omit<ModelAnswer, "modelId"> {
  const { bytes, sha256 } = read;
  if (!isRead(read)) return { bytes, sha256, ...(read.finding ? { findings: [read.finding] } : {}) };
  const { triangles, volume, area, bbox, units, closed, shells, findings } = read;
  return { bytes, sha256, triangles, volume, area, bbox, units, closed, shells, findings };
}

/** And with what a closer look has found since. */
function shownExamined(facts: ModelFacts, topology: ModelTopology | undefined): Omit<ModelAnswer, "modelId"> {
  if (!topology) return { ...shown(facts), look: "pending" };
  const { united, hull, thinnestWall, findings } = topology;
  const look = findings.some(({ severity }) => severity !== "info") ? "flagged" : "confirmed";
  return { ...shown(examined(facts, topology)), look, united, hull, thinnestWall };
}
