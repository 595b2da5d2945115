-- What the queue is filtered and searched by. Orders of before are backfilled with what their documents say; what they
-- do not say (promises, risks) nobody had promised yet.
ALTER TABLE orders ADD COLUMN reference text, ADD COLUMN skill text COLLATE "C", ADD COLUMN promise_by timestamptz,
  ADD COLUMN risk text COLLATE "C";
UPDATE orders SET reference = doc ->> 'reference'
  -- A few texts that JSON allows are none for Postgres; a rebuild finds those orders' references, too.
  WHERE queued_at IS NOT NULL AND doc::text !~* '\\u(0000|d[89a-f])';

CREATE INDEX queue_of_material ON orders (material, status, queued_at, id)
  WHERE queued_at IS NOT NULL AND material IS NOT NULL;
CREATE INDEX queue_of_skill ON orders (skill, status, queued_at, id) WHERE queued_at IS NOT NULL AND skill IS NOT NULL;
-- Few are at risk at any time, so one index serves every filter beside it.
CREATE INDEX queue_at_risk ON orders (risk, status, queued_at, id) WHERE queued_at IS NOT NULL AND risk IS NOT NULL;
CREATE INDEX orders_by_reference ON orders (lower(reference) COLLATE "C", id) WHERE queued_at IS NOT NULL;

-- The pay ledger: entries are added and never changed. An entry is named by its event.
CREATE TABLE ledger (
  entry text COLLATE "C" PRIMARY KEY,
  at timestamptz NOT NULL,
  period text COLLATE "C" NOT NULL,
  operator text COLLATE "C" NOT NULL,
  order_id text COLLATE "C",
  kind text COLLATE "C" NOT NULL,
  amount_minor bigint NOT NULL,
  currency text COLLATE "C" NOT NULL,
  reason text,
  by text COLLATE "C"
);
CREATE INDEX ledger_of_operator ON ledger (operator, period, at, entry);
CREATE INDEX ledger_of_period ON ledger (period, at, entry);
