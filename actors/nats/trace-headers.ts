import type { MsgHdrs } from "@nats-io/nats-core";
import { parseTraceparent } from "#contracts/shared/trace.ts";
import { currentTraceparent } from "../runtime/tracing.ts";

/** The name W3C gives it; nats-server's own message tracing reads the same header. */
const header = "traceparent";

/** Puts the active span's traceparent into a message's headers; outside of a trace they stay as they are. */
export function injectTrace(headers: MsgHdrs): MsgHdrs {
  const traceparent = currentTraceparent();
  if (traceparent !== undefined) headers.set(header, traceparent);
  return headers;
}

/** The traceparent a message came with; undefined when it has none or a malformed one. */
export function extractTrace(headers: MsgHdrs | undefined): string | undefined {
  const text = headers?.get(header);
  return parseTraceparent(text) ? text : undefined;
}
