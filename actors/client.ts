/** What the gateway may know of the actors: how to send, and how to read the log. */

export { estimatePrice, type ReadRange, sampleModel } from "./pricing/estimate/estimate.ts";
export { isRead, type ModelPass, type Unread } from "./pricing/model-facts.ts";
export type { FactsStore, TopologyStore } from "./pricing/ports.ts";
export { answerOf } from "./pricing/record.ts";
export { priceOfWish, type Wish } from "./pricing/wish.ts";
export type { Send } from "./runtime/activation/host.ts";
export { ArchiveUnavailable } from "./runtime/archive/aggregate-archive.ts";
export type { EventLog } from "./runtime/log/event-log.ts";
export { LogUnavailable } from "./runtime/log/event-log.ts";
export { hostsAmong, type NodeInfo, Ranking } from "./runtime/placement/placement.ts";
export type { Desk as LetterDesk, DeskAnswer } from "./runtime/processes/desk.ts";
export { NotNow } from "./runtime/processes/not-now.ts";
export { currentTraceparent, withSpan } from "./runtime/tracing.ts";
export type { S3ModelStore as ModelUploads } from "./s3/model-store.ts";
