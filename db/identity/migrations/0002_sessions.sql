-- Who is signed in on a page. The page's cookie holds the secret, this table its hash.
CREATE TABLE sessions (
  hash text COLLATE "C" PRIMARY KEY,
  person_id text COLLATE "C" NOT NULL REFERENCES people (id) ON DELETE CASCADE,
  expires_at timestamptz NOT NULL
);

CREATE INDEX sessions_of_person ON sessions (person_id);
