import { eventKey } from "#contracts/feed/cloud-event.ts";
import { eventsOf, type StoredCommit, type StoredEvent } from "#contracts/log/commit.ts";
import type { WorkshopEvent } from "#contracts/workshop/events.ts";
import { workshopHistory } from "#contracts/workshop/history.ts";
import type { Pay } from "#contracts/workshop/parts.ts";
import type { Tx } from "../pool.ts";
import { ProjectionStopped } from "../projection/projection.ts";
import { recordset } from "../recordset.ts";

type Kind = "made" | "undone" | "scrapped" | "correction";

interface Entry {
  readonly kind: Kind;
  readonly operator: string;
  readonly pay: Pay;
  readonly orderId?: string | undefined;
  readonly reason?: string;
  readonly by?: string;
}

const takenBack = ({ amount, currency }: Pay): Pay => ({ amount: 0 - amount, currency });

/** The entry an event of the workshop makes, if any. */
function entryOf(event: WorkshopEvent): Entry | undefined {
  if (event.type === "JobFinished") return event.pay && { kind: "made", ...event, pay: event.pay };
  if (event.type === "JobReopened")
    return event.reversed && { kind: "undone", ...event, pay: takenBack(event.reversed) };
  if (event.type === "JobScrapped") return { kind: "scrapped", ...event, pay: takenBack(event.reversed) };
  return event.type === "LedgerCorrected" ? { kind: "correction", ...event } : undefined;
}

function read(event: StoredEvent, { stream, seq }: StoredCommit): WorkshopEvent {
  try {
    return workshopHistory.read(event);
  } catch (cause) {
    const message = `${event.type} version ${event.v} at sequence ${seq} of stream ${stream} is of a later release`;
    throw new ProjectionStopped("unknown-event", message, { cause });
  }
}

/** The entries of a commit, named by workshop, version and index: the same however often it is read. */
export function entriesOf(stored: StoredCommit): object[] {
  const { aggregate, commit } = stored;
  return eventsOf(commit).flatMap((event, index) => {
    const entry = entryOf(read(event, stored));
    if (!entry) return [];
    const { kind, operator, pay, orderId, reason, by } = entry;
    const name = `${aggregate}-${eventKey(commit.version, index).replace(".", "-")}`;
    const about = { order_id: orderId ?? null, reason: reason ?? null, by: by ?? null };
    const amounts = { amount_minor: pay.amount, currency: pay.currency };
    return [{ entry: name, at: event.at, period: event.at.slice(0, 7), operator, kind, ...amounts, ...about }];
  });
}

export const isWorkshop = ({ aggregate }: StoredCommit): boolean => aggregate.startsWith("wks_");

/** Adds what the workshop's commits say was earned, taken back and corrected. */
export async function writeLedger(tx: Tx, commits: readonly StoredCommit[]): Promise<void> {
  const entries = commits.flatMap(entriesOf);
  if (entries.length === 0) return;
  await tx`
    INSERT INTO ledger (entry, at, period, operator, order_id, kind, amount_minor, currency, reason, by)
    SELECT entry, at, period, operator, order_id, kind, amount_minor, currency, reason, by
    FROM json_to_recordset(${recordset(entries)}::text::json) AS row(entry text, at timestamptz, period text,
      operator text, order_id text, kind text, amount_minor bigint, currency text, reason text, by text)`;
}
