#!/bin/sh
# Runs once inside the PostgreSQL container: the role that serves requests, without rights on the schema.
set -eu
psql -v ON_ERROR_STOP=1 -v password="$HUIYING_APP_PASSWORD" --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" <<'SQL'
create role huiying_app login password :'password';
SQL
