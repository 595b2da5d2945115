CREATE TABLE people (
  id text COLLATE "C" PRIMARY KEY,
  email text NOT NULL,
  name text NOT NULL,
  access text NOT NULL CHECK (access IN ('customer', 'seller', 'operator', 'admin')),
  password_hash text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);

-- One person per address, however it is written.
CREATE UNIQUE INDEX people_email ON people (lower(email));
