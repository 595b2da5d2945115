CREATE TABLE projection_positions (
  projection text NOT NULL,
  stream integer NOT NULL,
  incarnation text NOT NULL,
  seq bigint NOT NULL,
  PRIMARY KEY (projection, stream)
);

-- The copy outside NATS from which a stream can be restored. body is json, not jsonb: it keeps the commit's text
-- byte for byte, and jsonb refuses some texts that JSON allows.
CREATE TABLE commits (
  stream integer NOT NULL,
  seq bigint NOT NULL,
  aggregate text COLLATE "C" NOT NULL,
  version integer NOT NULL,
  at timestamptz NOT NULL,
  body json NOT NULL,
  PRIMARY KEY (aggregate, version),
  UNIQUE (stream, seq)
);
