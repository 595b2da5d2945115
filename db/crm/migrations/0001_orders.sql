CREATE TABLE projection_positions (
  projection text NOT NULL,
  stream integer NOT NULL,
  incarnation text NOT NULL,
  seq bigint NOT NULL,
  PRIMARY KEY (projection, stream)
);

-- Identifiers compare by bytes, so that their order and prefixes are the same on every server.
-- The folded order is json, not jsonb: nobody searches inside it, and jsonb refuses some texts that JSON allows.
CREATE TABLE orders (
  id text COLLATE "C" PRIMARY KEY,
  version integer NOT NULL,
  status text COLLATE "C" NOT NULL,
  owner text COLLATE "C" NOT NULL,
  channel text COLLATE "C" NOT NULL,
  reference text,
  total_minor bigint,
  currency text,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  doc json NOT NULL
);

CREATE INDEX orders_by_age ON orders (created_at, id);
CREATE INDEX orders_in_status ON orders (status, created_at, id);
CREATE INDEX orders_of_channel ON orders (channel, created_at, id);
CREATE INDEX orders_of_channel_in_status ON orders (channel, status, created_at, id);
CREATE INDEX orders_of_owner ON orders (owner, created_at, id);
CREATE INDEX orders_of_owner_in_status ON orders (owner, status, created_at, id);
CREATE INDEX orders_by_reference ON orders (lower(reference) COLLATE "C", id);

-- Kept by the projection, because counting a million orders at every scrape is not cheap.
CREATE TABLE order_counts (
  status text COLLATE "C" NOT NULL,
  channel text COLLATE "C" NOT NULL,
  orders bigint NOT NULL,
  PRIMARY KEY (status, channel)
);
