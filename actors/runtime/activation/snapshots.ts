import { fnv1a32 } from "#contracts/shared/subjects.ts";
import type { AnyAggregate } from "../aggregate.ts";
import { emptyFold, type Fold } from "./fold.ts";
import { CommandRegister, type RegisterData } from "./register.ts";

/** A fold put aside so that a long log need not be read from its start. Disposable: the log alone is the truth. */
export interface Snapshot {
  /** What the fold was made with; another release or other event versions make it worthless. */
  readonly schema: string;
  /** The aggregate's version it covers, and the stream sequence of that commit. */
  readonly version: number;
  readonly head: number;
  readonly state: unknown;
  readonly commands: RegisterData;
}

/**
 * Keeps the newest snapshot of each aggregate. `load` gives undefined where there is none. Both may fail: whoever asks
 * reads the log instead.
 */
export interface SnapshotStore {
  load(id: string): Promise<Snapshot | undefined>;
  save(id: string, snapshot: Snapshot): Promise<void>;
}

export interface Snapshots {
  readonly store: SnapshotStore;
  /** A fold may change its meaning with every release without changing its shape. */
  readonly release: string;
}

/** The schema hash of an aggregate's folds in a release. */
export const schemaOf = (aggregate: AnyAggregate, release: string): string =>
  `${release}/${fnv1a32(aggregate.history.readable.join(" ")).toString(16)}`;

/** The fold a usable snapshot holds, or the empty one. */
export async function foldFromSnapshot(
  { store, release }: Snapshots,
  aggregate: AnyAggregate,
  id: string,
): Promise<Fold> {
  const snapshot = await store.load(id).catch(() => undefined);
  if (snapshot?.schema !== schemaOf(aggregate, release)) return emptyFold(aggregate);
  const { version, head, state, commands } = snapshot;
  const register = CommandRegister.of(commands, aggregate.remembers ?? Number.POSITIVE_INFINITY);
  return { version, head, state: state ?? aggregate.decider.initial, commands: register };
}

export const snapshotOf = ({ release }: Snapshots, aggregate: AnyAggregate, fold: Fold): Snapshot => ({
  schema: schemaOf(aggregate, release),
  version: fold.version,
  head: fold.head,
  state: fold.state,
  commands: fold.commands.data(),
});
