import { randomBytes } from "node:crypto";
import {
  type FactsStore,
  isRead,
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
import type { Principal } from "#contracts/shared/principal.ts";
import { idFor } from "./ids.ts";
import type { Incoming } from "./incoming.ts";
import { type ArrivalDeps, arrive } from "./model-arrival.ts";
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
  readonly pass: ArrivalDeps["pass"];
  readonly now: () => number;
}
export interface NamedFile {
  readonly owner: OwnerId;
  readonly name: string;
  readonly unit: Unit;
}

/** A model whose file is on its way. */
export interface Announced {
  readonly modelId: ModelId;
  /** Tells this attempt to bring the file from others. */
  readonly attempt: string;
  /** What its bytes say, once the last has come by; rejects with ProblemError, also where it could not be announced. */
  readonly found: Promise<ModelFacts | Unread>;
  /** Settles when the store has the file, or will not have it. */
  readonly stored: Promise<unknown>;
  /** Takes down that it is stored, once it is. May be asked again when the log did not answer. */
  readonly recorded: () => Promise<void>;
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
export function modelService({ send, dispatch, uploads, facts, topologies, bytesMax, pass, now }: ModelDeps) {
  const arriving = { uploads, bytesMax, pass };
  const reachable = async <T>(work: Promise<T>): Promise<T> =>
    work.catch((error: unknown) => {
      throw error instanceof ProblemError ? error : new ProblemError("service/store-unavailable");
    });

  async function find(modelId: ModelId): Promise<Model | undefined> {
    const reply = await send({ kind: "read", aggregate: modelId, deadline: now() + readWithinMs });
    if (reply.kind === "unavailable") throw ProblemError.unavailable(reply);
    return reply.kind === "state" ? (reply.state as Model | undefined) : undefined;
  }
  const keyOf = async (modelId: ModelId) => (await find(modelId))?.upload?.key;

  /** Nothing refers to it; at worst it stays as an orphan. */
  const discard = (key: string) => uploads.remove(key).catch(() => {});

  /** The file of a model that was announced is in the store: it can be ordered from. */
  async function recordStored(modelId: ModelId, key: string, found: ModelFacts | Unread, principal: Principal) {
    if (isRead(found)) await facts.put(found);
    const { bytes, sha256 } = found;
    // Whatever brings the file, and however often: the first that got there is the model's.
    const intent = { principal, key: `stored:${modelId}`, parameters: {} };
    const { replayed } = await dispatch(modelId, { type: "CompleteUpload", key, bytes, sha256 }, intent);
    if (replayed && (await keyOf(modelId)) !== key) await discard(key);
  }

  /** The model, if it is this owner's. */
  async function read(modelId: ModelId, owner: string): Promise<Model> {
    const model = await find(modelId);
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
    receive: async (file: NamedFile, upload: Incoming, intent: Intent) => {
      const modelId = modelIdOf(file.owner, intent.key);
      const key = freshKey(modelId);
      const arrival = arrive(arriving, key, upload);
      await arrival.stored;
      const found = await arrival.found;
      if (isRead(found)) await facts.put(found);
      const { bytes, sha256 } = found;
      const command = { type: "RecordUpload", modelId, ...file, key, bytes, sha256 };
      const recorded = await dispatch(modelId, command, { ...intent, parameters: { ...file, sha256 } }).catch(
        async (error: unknown) => {
          await discard(key);
          throw error;
        },
      );
      if (recorded.replayed) await discard(key);
      return { modelId, ...shown(found), ref: { modelId, name: file.name, unit: file.unit, bytes, sha256 } };
    },
    /** The same for those who want to know what the bytes say before the store has them all. */
    announce: (file: NamedFile, upload: Incoming, intent: Intent): Announced => {
      const modelId = modelIdOf(file.owner, intent.key);
      const key = freshKey(modelId);
      const { found, stored } = arrive(arriving, key, upload);
      const command = { type: "RequestUpload", modelId, ...file };
      const announced = dispatch(modelId, command, { ...intent, parameters: file });
      announced.catch(() => stored.then(() => discard(key)).catch(() => {}));
      const both = Promise.all([found, announced]).then(([facts]) => facts);
      const settled = Promise.all([both, stored]).then(([facts]) => facts);
      settled.catch(() => {}); // It is told when it is asked for.
      return {
        modelId,
        attempt: key,
        found: both,
        stored: settled,
        recorded: async () => recordStored(modelId, key, await settled, intent.principal),
      };
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
