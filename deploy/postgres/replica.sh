#!/usr/bin/env bash
# Starts the streaming replica: from a copy of the primary at first, then from its own data folder. The arguments are
# Postgres'. A replica that fell too far behind for its slot is made anew by removing its volume.
set -euo pipefail

# libpq reads it for the copy and for the stream, so that no password is stored with the data.
export PGPASSWORD="$POSTGRES_REPLICATION_PASSWORD"

primary="host=postgres-primary user=replicator application_name=replica"

if [[ ! -s "$PGDATA/PG_VERSION" ]]; then
  copy="$PGDATA.copy"
  rm -rf "$copy"
  pg_basebackup --dbname="$primary" --pgdata="$copy" --slot=replica --wal-method=stream --checkpoint=fast
  touch "$copy/standby.signal"
  # Renamed in one step: a copy that was cut short is never started.
  mv --no-target-directory "$copy" "$PGDATA"
fi

exec postgres "$@" -c primary_conninfo="$primary" -c primary_slot_name=replica
