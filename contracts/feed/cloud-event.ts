import type { StoredCommit } from "../log/commit.ts";

/** An event as clients get it, in feeds, in an order's stream and in its events list: CloudEvents 1.0, structured JSON. */
export interface CloudEvent {
  readonly specversion: "1.0";
  /** The same everywhere: `evt_<order>.<version>.<index>`. */
  readonly id: string;
  readonly source: "bezel";
  readonly type: string;
  readonly subject: string;
  readonly time: string;
  readonly datacontenttype: "application/json";
  /** The aggregate's version after the commit. */
  readonly version: number;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Where an event stands in its order: the commit's version and its index in it. */
export const eventKey = (version: number, index: number): string => `${version}.${index}`;

/** Reads an `eventKey` back; a bare version means the whole commit. Undefined when it is neither. */
export function parseEventKey(text: string): { version: number; index: number } | undefined {
  const match = /^(\d{1,9})(?:\.(\d{1,4}))?$/.exec(text);
  if (!match?.[1]) return undefined;
  return { version: Number(match[1]), index: match[2] === undefined ? Number.MAX_SAFE_INTEGER : Number(match[2]) };
}

/** The events of a commit, as clients see them. */
export function cloudEvents({ aggregate, commit }: StoredCommit): CloudEvent[] {
  return commit.commands
    .flatMap(({ events, by }) => events.map((event) => ({ event, by })))
    .map(({ event: { type, v, at, ...facts }, by }, index) => ({
      specversion: "1.0",
      id: `evt_${aggregate}.${eventKey(commit.version, index)}`,
      source: "bezel",
      type: `bezel.${type}.v${v}`,
      subject: aggregate,
      time: at,
      datacontenttype: "application/json",
      version: commit.version,
      data: { ...facts, by },
    }));
}
