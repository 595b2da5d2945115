CREATE TABLE projection_positions (
  projection text NOT NULL,
  stream integer NOT NULL,
  incarnation text NOT NULL,
  seq bigint NOT NULL,
  PRIMARY KEY (projection, stream)
);

-- Identifiers compare by bytes, so that their order and prefixes are the same on every server.
-- The folded order is json, not jsonb: nobody searches inside it, and jsonb refuses some texts that JSON allows.
-- queued_at is what the queue is ordered by: the approval, before it the submission, null before that.
CREATE TABLE orders (
  id text COLLATE "C" PRIMARY KEY,
  version integer NOT NULL,
  status text COLLATE "C" NOT NULL,
  queued_at timestamptz,
  approved_at timestamptz,
  operator text COLLATE "C",
  material text,
  channel text COLLATE "C" NOT NULL,
  total_minor bigint,
  currency text,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  doc json NOT NULL
);

CREATE INDEX queue ON orders (status, queued_at, id) WHERE queued_at IS NOT NULL;
CREATE INDEX queue_of_operator ON orders (operator, status, queued_at, id)
  WHERE queued_at IS NOT NULL AND operator IS NOT NULL;
