#!/bin/sh
# Makes what is missing: one role and database for us, one role and two databases for Temporal; neither may enter the
# other's. Sets both passwords to those of the secrets each time, so that a changed secret holds after a restart.
# psql itself reads the passwords from the files: they are on no command line.
set -eu
PGPASSWORD=$(cat /run/secrets/postgres_password)
export PGPASSWORD
psql --host postgres --username postgres --dbname postgres --set ON_ERROR_STOP=1 --no-psqlrc --quiet <<'SQL'
\set madoguchi `sed -n 's#^postgresql://madoguchi:\([^@]*\)@postgres:5432/madoguchi$#\1#p' /run/secrets/madoguchi_database_url`
\set temporal `cat /run/secrets/temporal_database_password`
SELECT :'madoguchi' = '' AS wrong \gset
\if :wrong
  \warn madoguchi_database_url must be postgresql://madoguchi:PASSWORD@postgres:5432/madoguchi
  SELECT 1 / 0;
\endif
SELECT format('CREATE ROLE %I LOGIN', name) FROM (VALUES ('madoguchi'), ('temporal')) AS wanted (name)
  WHERE name NOT IN (SELECT rolname FROM pg_roles) \gexec
ALTER ROLE madoguchi PASSWORD :'madoguchi';
ALTER ROLE temporal PASSWORD :'temporal';
SELECT format('CREATE DATABASE %I OWNER %I', name, owner)
  FROM (VALUES ('madoguchi', 'madoguchi'), ('temporal', 'temporal'), ('temporal_visibility', 'temporal')) AS wanted (name, owner)
  WHERE name NOT IN (SELECT datname FROM pg_database) \gexec
REVOKE CONNECT ON DATABASE madoguchi, temporal, temporal_visibility FROM PUBLIC;
SQL
