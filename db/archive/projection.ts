import type { StoredCommit } from "#contracts/log/commit.ts";
import type { Projection } from "../projection/projection.ts";
import { recordset } from "../recordset.ts";
import { noteEndings } from "./endings.ts";

/**
 * The archive holds every commit of every aggregate, whatever its events. It is no read model: what the log no
 * longer has is only here, so it is never emptied and replayed. A commit that is there already stops it. Beside the
 * commits it notes which orders have ended, so that they can leave the log in time.
 */
export const archiveProjection: Projection = {
  name: "archive",
  apply: async (tx, commits) => {
    await tx`
      INSERT INTO commits (stream, seq, aggregate, version, at, body)
      SELECT stream, seq, aggregate, version, at, body::json
      FROM json_to_recordset(${recordset(commits.map(columns))}::text::json) AS row(
        stream integer, seq bigint, aggregate text, version integer, at timestamptz, body text)`;
    await noteEndings(tx, commits);
  },
};

const columns = ({ stream, seq, aggregate, commit }: StoredCommit) => ({
  stream,
  seq,
  aggregate,
  version: commit.version,
  at: commit.commands.at(-1)?.at,
  body: JSON.stringify(commit),
});
