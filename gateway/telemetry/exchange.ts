import type { Span } from "@opentelemetry/api";

/** What is known of a request while it is answered. */
export interface Exchange {
  readonly method: string;
  readonly span: Span;
  /** By the monotonic clock. */
  readonly startedMs: number;
  /** The template it was routed to; undefined when it was answered before or without routing. */
  route?: string;
  /** The order it is about. */
  orderId?: string;
  /** Code or type of the error that was thrown while answering. */
  errorType?: string;
}

export interface FinishedExchange extends Exchange {
  readonly route: string;
  readonly status: number;
  readonly seconds: number;
}

/** Keyed by the request that all of Elysia's hooks and handlers are given. */
const exchanges = new WeakMap<Request, Exchange>();

export const exchangeOf = (request: Request): Exchange | undefined => exchanges.get(request);

export function openExchange(request: Request, exchange: Exchange): void {
  exchanges.set(request, exchange);
}

/** Forgets what was known of a request once its answer's head is out: a stream's request lives as long as the stream. */
export function closeExchange(request: Request): void {
  exchanges.delete(request);
}

/** Names the order a request turned out to be about where its path does not, for its log line and its span. */
export function noteOrder(request: Request, orderId: string): void {
  const exchange = exchanges.get(request);
  if (exchange) exchange.orderId = orderId;
}
