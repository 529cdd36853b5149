#!/usr/bin/env bash
# Makes what passwords the stack needs, once, in the volume `secrets`, which no other service has. Each of those gets what it needs and no more, in a
# volume of its own: accounts of different images can have the same number. What is there stays. Each ends with its line, so that no prompt is read as a
# part of what `cat` shows; whoever reads one takes the end of the line away.
#   999: postgres and redmine, in their images; 1654: the bridge; 2000: Mattermost, which has its database's address in its configuration.
set -euo pipefail
umask 077

# Before anything is made: PostgreSQL would remain without its databases for good.
closed=$(find /first-run \( -type d ! -perm -5 -o -type f ! -perm -4 \) -print -quit)
[ -z "$closed" ] || { echo "The services' accounts can not read docker$closed. Let them, and come up again: chmod -R a+rX docker/first-run" >&2; exit 1; }

chmod 700 /secrets

give() { # service, account that reads it, names
    local to=/secrets-of/$1 account=$2 name
    shift 2
    chmod 711 "$to"
    for name; do
        [ -s "/secrets/$name" ] || head -c 24 /dev/urandom | base64 | tr '+/' '-_' >"/secrets/$name"
        cp -f "/secrets/$name" "$to/$name"
        chown "$account:$account" "$to/$name"
        chmod 400 "$to/$name"
    done
}

give postgres 999 postgres_password mattermost_db_password redmine_db_password
give mattermost-first-run 999 provisioner_password admin_password
give redmine-first-run 999 redmine_db_password redmine_secret_key_base admin_password
give redmine 999 redmine_db_password redmine_secret_key_base
# Whoever has a mail server that wants one has put it there: docs/install.md.
[ ! -s /secrets/smtp_password ] || give redmine 999 smtp_password
give setup 1654 provisioner_password
give bridge 1654 status_token

# From redmine-first-run to setup.
key=/secrets-of/redmine-key/redmine_api_key
touch "$key"
chown 999:1654 "$key"
chmod 640 "$key"
chmod 711 /secrets-of/redmine-key

config=/mattermost-config/config.json
if [ ! -s "$config" ]; then
    cat >"$config" <<JSON
{
  "SqlSettings": {
    "DriverName": "postgres",
    "DataSource": "postgres://mattermost:$(cat /secrets/mattermost_db_password)@postgres:5432/mattermost?sslmode=disable&connect_timeout=10"
  }
}
JSON
fi
chown -R 2000:2000 /mattermost-config
