#!/bin/sh
# Brings both of Temporal's schemas up to the version of this image; does nothing when they are there. The server checks
# their versions at its start and refuses older ones.
set -eu
SQL_PASSWORD=$(cat /run/secrets/temporal_database_password)
export SQL_PASSWORD

tool() { temporal-sql-tool --plugin postgres12 --ep postgres --port 5432 --user temporal "$@"; }

for pair in temporal:temporal temporal_visibility:visibility; do
  database=${pair%:*}
  tool --db "$database" setup-schema --version 0.0
  tool --db "$database" update-schema --schema-name "postgresql/v12/${pair#*:}"
done
