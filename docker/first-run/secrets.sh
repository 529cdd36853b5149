#!/usr/bin/env bash
# Makes what passwords the stack needs, once: each into a file of its own that only those read who need it. What is there stays.
#   postgres, redmine: account 999 of their images; the bridge: 1654; Mattermost: 2000, which has its database's address in its configuration.
set -euo pipefail
umask 077

make() { # name, owner, mode
    local file=/secrets/$1
    [ -s "$file" ] || head -c 24 /dev/urandom | base64 | tr '+/' '-_' | tr -d '\n' >"$file"
    chown "$2" "$file"
    chmod "$3" "$file"
}

chmod 711 /secrets
make postgres_password 999:999 400
make mattermost_db_password 999:999 400
make redmine_db_password 999:999 400
make redmine_secret_key_base 999:999 400
make admin_password 999:999 400
make provisioner_password 999:1654 440

# Written by redmine.rb.
touch /secrets/redmine_api_key
chown 999:1654 /secrets/redmine_api_key
chmod 640 /secrets/redmine_api_key

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
