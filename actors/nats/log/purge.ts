import type { Names } from "#contracts/shared/subjects.ts";
import type { Purge } from "../../runtime/archive/archiver.ts";
import type { Nats } from "../connection.ts";

/** Purges an aggregate's own subject and nothing else; the only deletion the log's streams allow. */
export const natsPurge =
  ({ jsm }: Nats, names: Names): Purge =>
  async (id, throughSeq) => {
    // The server keeps the sequence it is given.
    await jsm.streams.purge(names.logStream(names.streamOf(id)), { filter: names.events(id), seq: throughSeq + 1 });
  };
