-- When orders ended, so that those that may leave the log are found without reading commits; archived_at is set when
-- the log no longer has one.
CREATE TABLE endings (
  aggregate text COLLATE "C" PRIMARY KEY,
  ended_at timestamptz NOT NULL,
  archived_at timestamptz
);
CREATE INDEX endings_due ON endings (ended_at, aggregate) WHERE archived_at IS NULL;

INSERT INTO endings (aggregate, ended_at)
SELECT aggregate, max(at)
FROM commits, json_array_elements(body -> 'commands') AS command, json_array_elements(command -> 'events') AS event
WHERE aggregate LIKE 'ord\_%' AND event ->> 'type' IN ('OrderClosed', 'OrderCancelled', 'OrderRejected')
GROUP BY aggregate;

-- Log streams made by repartitioning: what such a stream would hold up to a sequence, had it always been there, stands
-- in commits under its origin. Sequences are kept when partitions move.
CREATE TABLE stream_origins (
  stream integer NOT NULL,
  origin integer NOT NULL,
  upto_seq bigint NOT NULL,
  PRIMARY KEY (stream, origin)
);

-- Every sequence of a stream, also of commits whose partitions lie in another stream now.
CREATE VIEW stream_commits AS
  SELECT stream, seq, aggregate, body FROM commits
  UNION ALL
  SELECT o.stream, c.seq, c.aggregate, c.body
  FROM stream_origins o JOIN commits c ON c.stream = o.origin AND c.seq <= o.upto_seq;
