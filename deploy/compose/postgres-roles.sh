#!/bin/sh
# Run once by the Postgres image when its volume is new: one role and database for us, one role and two for Temporal.
# Neither role may enter the other's. psql itself reads the passwords from the secrets: they are on no command line.
set -eu
psql --username "$POSTGRES_USER" --dbname postgres --set ON_ERROR_STOP=1 --no-psqlrc --quiet <<'SQL'
\set madoguchi `sed -n 's#^postgresql://madoguchi:\([^@]*\)@postgres:5432/madoguchi$#\1#p' /run/secrets/madoguchi_database_url`
\set temporal `cat /run/secrets/temporal_database_password`
SELECT :'madoguchi' = '' AS wrong \gset
\if :wrong
  \warn madoguchi_database_url must be postgresql://madoguchi:PASSWORD@postgres:5432/madoguchi
  SELECT 1 / 0;
\endif
CREATE ROLE madoguchi LOGIN PASSWORD :'madoguchi';
CREATE ROLE temporal LOGIN PASSWORD :'temporal';
CREATE DATABASE madoguchi OWNER madoguchi;
CREATE DATABASE temporal OWNER temporal;
CREATE DATABASE temporal_visibility OWNER temporal;
REVOKE CONNECT ON DATABASE madoguchi, temporal, temporal_visibility FROM PUBLIC;
SQL
