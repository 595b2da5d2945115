import type { StoredCommit } from "#contracts/log/commit.ts";
import type { Projection } from "../projection/projection.ts";
import { recordset } from "../recordset.ts";

/**
 * The archive holds every commit of every aggregate, whatever its events. It is no read model: what the log no
 * longer has is only here, so it is never emptied and replayed. A commit that is there already stops it.
 */
export const archiveProjection: Projection = {
  name: "archive",
  apply: async (tx, commits) => {
    await tx`
      INSERT INTO commits (stream, seq, aggregate, version, at, body)
      SELECT stream, seq, aggregate, version, at, body::json
      FROM json_to_recordset(${recordset(commits.map(columns))}::text::json) AS row(
        stream integer, seq bigint, aggregate text, version integer, at timestamptz, body text)`;
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
