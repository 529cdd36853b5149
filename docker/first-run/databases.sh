#!/usr/bin/env bash
# PostgreSQL runs this once, when its data are new: a database and an account for each server.
set -euo pipefail
for name in mattermost redmine; do
    psql -qX -v ON_ERROR_STOP=1 -U "$POSTGRES_USER" -v name="$name" -v password="$(cat "/run/secrets/${name}_db_password")" <<'SQL'
CREATE ROLE :"name" LOGIN PASSWORD :'password';
CREATE DATABASE :"name" OWNER :"name" ENCODING 'UTF8' TEMPLATE template0;
SQL
done
