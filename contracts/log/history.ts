import type { StoredEvent } from "./commit.ts";

/** The log holds an event of a type or version this release does not know: acting on half a history is worse than waiting. */
export class UnreadableEvent extends Error {
  override readonly name = "UnreadableEvent";
}

/** Raises an event of one schema version to the next. */
export type Upcast = (event: StoredEvent) => StoredEvent;

/** By type, then by the version they raise from. */
export type Upcasts = Readonly<Record<string, Readonly<Record<number, Upcast>>>>;

/** How the stored events of one kind of aggregate are read, whatever release wrote them. */
export interface History<Event> {
  /** The event in today's shape. Throws UnreadableEvent for a type or a version that is not known here. */
  readonly read: (event: StoredEvent) => Event;
  /** Everything that can be read, as `type.version`; nodes tell each other. */
  readonly readable: readonly string[];
}

/** Today's schema version of every event in a union. */
export type Versions<Event extends { type: string; v: number }> = {
  readonly [Type in Event["type"]]: Extract<Event, { type: Type }>["v"];
};

/**
 * The history of events whose versions of today are `versions`. Older ones are raised step by step by `upcasts`, here
 * and nowhere else: deciders, folds and processes only ever see today's events. It needs no schemas, because pages read
 * histories too and the log holds nothing that was not checked.
 */
export function historyOf<Event extends { type: string; v: number }>(
  versions: Versions<Event>,
  upcasts: Upcasts = {},
): History<Event> {
  const today = new Map(Object.entries<number>(versions));
  const read = (event: StoredEvent): Event => {
    const version = today.get(event.type);
    let raised = event;
    while (raised.v !== version) {
      const upcast = upcasts[raised.type]?.[raised.v];
      if (!upcast) throw new UnreadableEvent(`cannot read ${event.type} version ${event.v}`);
      raised = upcast(raised);
    }
    return raised as unknown as Event;
  };
  const older = Object.entries(upcasts).flatMap(([type, steps]) => Object.keys(steps).map((v) => `${type}.${v}`));
  return { read, readable: [...[...today].map(([type, v]) => `${type}.${v}`), ...older].sort() };
}
