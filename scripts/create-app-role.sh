#!/bin/sh
# Runs once inside the PostgreSQL container: the role that serves requests, without rights on the schema.
# psql itself reads the password, so that it stands in no list of processes.
set -eu
: "${HUIYING_APP_PASSWORD_FILE:?}"
psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" <<'SQL'
\set password `cat "$HUIYING_APP_PASSWORD_FILE"`
create role huiying_app login password :'password';
SQL
