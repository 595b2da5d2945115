import { z } from "zod";
import { OrderPage, OrderView, OwnOrderPage, OwnOrderView } from "#contracts/api/orders.ts";
import { QuoteView } from "#contracts/api/quotes.ts";
import { WorkshopView } from "#contracts/api/workshop.ts";
import { answerHeader, type ParameterName, parameter } from "./parameters.ts";
import type { Ref, Route } from "./route.ts";

const needsSignIn = (route: Route): boolean => route.needsSignIn;
const isWrite = (route: Route): boolean => route.method !== "get" && route.needsSignIn;
/** Programs must name their requests; people's pages may. */
const isForPrograms = ({ path }: Route): boolean => /^\/(partner|carrier)\//.test(path);
const answersWith = ({ answers }: Route, schema: z.ZodType): boolean => answers.some(([, given]) => given === schema);
/** Answered with what an order has become: its version, status and next actions. */
const writesOrder = ({ answers }: Route): boolean =>
  answers.some(([, schema]) => schema instanceof z.ZodObject && "version" in schema.shape && "status" in schema.shape);

export const isEventsOfOrder = ({ path }: Route): boolean =>
  /\/(orders\/\{orderId\}|quotes\/\{quoteId\})\/events$/.test(path);
export const isFeed = ({ path }: Route): boolean => path.endsWith("/feed");
/** Answers 304 to those who have what they ask for. */
export const isConditional = (route: Route): boolean =>
  answersWith(route, OrderView) ||
  answersWith(route, OwnOrderView) ||
  answersWith(route, QuoteView) ||
  answersWith(route, WorkshopView) ||
  route.path === "/mes/v1/queue";
const streams = (route: Route): boolean => isEventsOfOrder(route) || isFeed(route);

const readHeaders: readonly (readonly [ParameterName, (route: Route) => boolean])[] = [
  ["IdempotencyKeyRequired", (route) => isWrite(route) && isForPrograms(route)],
  ["IdempotencyKey", (route) => isWrite(route) && !isForPrograms(route)],
  ["IfNoneMatch", isConditional],
  ["Position", (route) => answersWith(route, OrderPage) || answersWith(route, OwnOrderPage)],
  ["LastEventId", streams],
];

/** Headers an operation reads: those every one of its kind does, and those its route names. */
export const headersRead = (route: Route): Ref[] => [
  ...route.headers,
  ...readHeaders.flatMap(([name, reads]) => (reads(route) ? [parameter(name)] : [])),
];

/** Headers of an operation's answer of this status. */
export function headersAnswered(route: Route, status: number): Record<string, Ref> {
  const written = writesOrder(route) && route.method === "post";
  return {
    ...(written || isConditional(route) ? { ETag: answerHeader("ETag") } : {}),
    ...(written ? { "Bezel-Position": answerHeader("Position") } : {}),
    ...(status === 201 || (status === 202 && /\/quotes(\/model)?$/.test(route.path))
      ? { Location: answerHeader("Location") }
      : {}),
  };
}

const names = (route: Route, ...wanted: ParameterName[]): boolean =>
  headersRead(route).some(({ $ref }) => wanted.some((name) => $ref === parameter(name).$ref));

const problems: readonly (readonly [status: number, (route: Route) => boolean])[] = [
  [400, (route) => Boolean(route.body) || streams(route) || names(route, "IdempotencyKeyRequired", "Position")],
  [401, (route) => route.needsSignIn || route.path.endsWith("/sign-in")],
  [403, needsSignIn],
  // A write without an id in its path names an account, a model or an order in its body.
  [404, (route) => route.path.includes("{") || isWrite(route)],
  [409, isWrite],
  [412, (route) => names(route, "IfMatch", "IfMatchRequired")],
  [413, (route) => Boolean(route.body) || route.takesFile],
  [422, (route) => Boolean(route.body ?? route.params ?? route.query)],
  [429, (route) => route.path.endsWith("/sign-in")],
  [428, (route) => names(route, "IfMatchRequired")],
  [503, (route) => route.needsSignIn || route.answers.length > 0],
];

/** Statuses of the problems an operation may answer with; any may fail with 500 beside. */
export const problemStatuses = (route: Route): number[] => [
  ...problems.flatMap(([status, may]) => (may(route) ? [status] : [])),
  500,
];
