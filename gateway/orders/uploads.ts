import { Elysia } from "elysia";
import { z } from "zod";
import {
  ModelAnswer,
  NothingBody,
  RequestUploadBody,
  UploadAnswer,
  UploadQuery,
  WriteAnswer,
} from "#contracts/api/orders.ts";
import { ModelId, OrderId, OwnerId } from "#contracts/shared/ids.ts";
import type { Principal } from "#contracts/shared/principal.ts";
import type { GatewayDeps } from "../deps.ts";
import { incoming } from "../incoming.ts";
import { modelRef } from "../models.ts";
import { idAs, only } from "../plugins/auth.ts";
import { idempotencyKey } from "./conditions.ts";
import { answerWrite, type Side } from "./verbs.ts";

type Headers = Record<string, string | undefined>;

/** The intent of an upload; its parts (the model, the order) are commands of their own under the same key. */
const intentOf = (principal: Principal, headers: Headers, side: Side) => ({
  principal,
  key: idempotencyKey(headers, side.keyRequired),
});

/** The Shop's uploads: a model of one order. Streamed through the gateway, or put straight into the store. */
export function orderUploadRoutes(deps: GatewayDeps, side: Side) {
  const params = z.object({ orderId: OrderId });
  const tags = [side.tag];
  return new Elysia()
    .use(only(deps.authenticate, ...side.access))
    .post(
      "/orders/:orderId/model",
      async ({ params: { orderId }, query, headers, principal, request, set }) => {
        await deps.orders.read(orderId, principal);
        const intent = intentOf(principal, headers, side);
        const file = { owner: idAs(OwnerId, principal), ...query };
        const { ref, ...shown } = await deps.models.receive(file, incoming(request), intent);
        const command = { type: "AttachModel" as const, model: ref };
        const accepted = await deps.orders.act(orderId, command, { ...intent, own: true });
        return { ...answerWrite(deps, side, set, orderId, accepted), model: shown };
      },
      {
        parse: "none",
        params,
        query: UploadQuery,
        response: { 200: WriteAnswer.extend({ model: ModelAnswer }).meta({ id: "ModelAttached" }) },
        detail: { summary: "Upload the order's model: the body is the file", tags },
      },
    )
    .post(
      "/orders/:orderId/uploads",
      async ({ params: { orderId }, body: { bytes, ...file }, headers, principal }) => {
        await deps.orders.read(orderId, principal);
        const owner = idAs(OwnerId, principal);
        return deps.models.request({ owner, ...file }, bytes, intentOf(principal, headers, side));
      },
      {
        params,
        body: RequestUploadBody,
        response: { 200: UploadAnswer },
        detail: { summary: "Get an address to PUT a large model to", tags },
      },
    )
    .post(
      "/orders/:orderId/uploads/:modelId/complete",
      async ({ params: { orderId, modelId }, headers, principal, set }) => {
        const intent = intentOf(principal, headers, side);
        const model = await deps.models.complete(await deps.models.read(modelId, principal.id), intent);
        const command = { type: "AttachModel" as const, model };
        const accepted = await deps.orders.act(orderId, command, { ...intent, own: true });
        return answerWrite(deps, side, set, orderId, accepted);
      },
      {
        params: params.extend({ modelId: ModelId }),
        body: NothingBody,
        response: { 200: WriteAnswer },
        detail: { summary: "Say that the file has arrived", tags },
      },
    );
}

/** Whose a model is that is uploaded before its order: what a request must say about it, and how it follows. */
export interface ModelOwner {
  readonly fields: z.ZodRawShape;
  readonly of: (principal: Principal, given: unknown) => OwnerId;
}

/** Uploads of programs and sellers: a model first, the order that names it later. */
export function modelUploadRoutes(deps: GatewayDeps, side: Side, { fields, of }: ModelOwner) {
  const tags = [side.tag];
  return new Elysia()
    .use(only(deps.authenticate, ...side.access))
    .post(
      "/models",
      async ({ query, headers, principal, request }) => {
        const { name, unit } = query as z.output<typeof UploadQuery>;
        const file = { owner: of(principal, query), name, unit };
        const intent = intentOf(principal, headers, side);
        const { ref: _, ...shown } = await deps.models.receive(file, incoming(request), intent);
        return shown;
      },
      {
        parse: "none",
        query: UploadQuery.extend(fields),
        response: { 200: ModelAnswer },
        detail: { summary: "Upload a model: the body is the file", tags },
      },
    )
    .get(
      "/models/:modelId",
      async ({ params: { modelId }, query, principal }) =>
        deps.models.known(modelRef(await deps.models.read(modelId, of(principal, query)))),
      {
        params: z.object({ modelId: ModelId }),
        query: z.strictObject(fields),
        response: { 200: ModelAnswer },
        detail: { summary: "A model, with what a closer look has found by now", tags },
      },
    )
    .post(
      "/uploads",
      ({ body, headers, principal }) => {
        const { name, unit, bytes } = body as z.output<typeof RequestUploadBody>;
        const file = { owner: of(principal, body), name, unit };
        return deps.models.request(file, bytes, intentOf(principal, headers, side));
      },
      {
        body: RequestUploadBody.extend(fields).meta({ id: `${side.tag}RequestUpload` }),
        response: { 200: UploadAnswer },
        detail: { summary: "Get an address to PUT a large model to", tags },
      },
    )
    .post(
      "/uploads/:modelId/complete",
      async ({ params: { modelId }, query, headers, principal }) => {
        const intent = intentOf(principal, headers, side);
        const model = await deps.models.read(modelId, of(principal, query));
        const { bytes } = await deps.models.complete(model, intent);
        return { modelId, bytes };
      },
      {
        params: z.object({ modelId: ModelId }),
        query: z.strictObject(fields),
        body: NothingBody,
        response: { 200: ModelAnswer },
        detail: { summary: "Say that the file has arrived", tags },
      },
    );
}
