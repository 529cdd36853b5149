#!/usr/bin/env bash
# A real Redmine 5.0.4 for the suites, from Debian 12's packages, on PostgreSQL. Needs root.
#
#   redmine-up.sh start   installs what is missing, seeds, starts, waits, and prints the environment for the suites
#   redmine-up.sh stop    ends what start began: the web server, and the database cluster if it was down before
#   redmine-up.sh running succeeds if it runs
#   redmine-up.sh env     prints the environment again
#
# Running start again changes nothing that is already right. REDMINE_PORT (3999) chooses the port of 127.0.0.1.
set -euo pipefail

port=${REDMINE_PORT:-3999}
url=http://127.0.0.1:$port
app=/usr/share/redmine
state=/var/tmp/redmine-bridge-tests
here=$(cd "$(dirname "$0")" && pwd)
pid_file=$state/puma-$port.pid
env_file=$state/env-$port
clusters_file=$state/clusters-started

say() { echo "redmine-up: $*" >&2; }
die() { say "$*"; exit 1; }

installed() { [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null || true)" = installed ]; }

in_redmine() { # a shell line, as Redmine's own user; rails as root would leave files that it cannot write later
    su www-data -s /bin/sh -c "cd $app && export RAILS_ENV=production REDMINE_INSTANCE=default LANG=C.UTF-8 && $1"
}

our_puma() { # prints the process id if it is the web server that this script started
    local pid
    [ -s "$pid_file" ] && pid=$(cat "$pid_file") && [ -r "/proc/$pid/cmdline" ] || return 1
    tr '\0' ' ' <"/proc/$pid/cmdline" | grep -q "puma.*127.0.0.1:$port" && echo "$pid"
}

answers() { curl -fsS -o /dev/null --max-time 5 "$url/login" 2>/dev/null; }

# A pure-Ruby gem from Debian ships only its .gemspec, and Debian 12's bundler takes a gem without a directory as absent:
# the first configuration of redmine fails on that. An empty directory is enough.
give_gems_their_directories() {
    local spec
    for spec in /usr/share/rubygems-integration/*/specifications/*.gemspec; do
        mkdir -p "${spec%/specifications/*}/gems/$(basename "$spec" .gemspec)"
    done
}

start_clusters() {
    installed postgresql || apt-get install -y -q --no-install-recommends postgresql >/dev/null
    # A container has no init that starts the cluster after the installation.
    pg_lsclusters -h | while read -r version name _ status _; do
        [ "${status%%,*}" = online ] && continue
        pg_ctlcluster "$version" "$name" start
        echo "$version $name" >>"$clusters_file"
    done
}

install_redmine() {
    local log=$state/apt.log
    debconf-set-selections <<'DEBCONF'
redmine redmine/current-instances string default
redmine redmine/instances/default/dbconfig-install boolean true
redmine redmine/instances/default/database-type select pgsql
redmine redmine/instances/default/default-language select en
DEBCONF
    # Recommended packages would bring Apache along.
    apt-get install -y -q --no-install-recommends redmine redmine-pgsql puma >"$log" 2>&1 || say "configuring once more, as expected"
    give_gems_their_directories
    installed redmine || dpkg --configure -a >>"$log" 2>&1 || { tail -40 "$log" >&2; die "redmine could not be configured"; }
}

use_puma() {
    give_gems_their_directories
    grep -qs "gem 'puma'" "$app/Gemfile.local" || echo "gem 'puma'" >>"$app/Gemfile.local"
    grep -qs '^    puma ' /var/lib/redmine/Gemfile.lock && return
    (cd "$app" && bundle install --local --quiet 2>"$state/bundle.log") || { cat "$state/bundle.log" >&2; die "bundler does not find what redmine needs"; }
    chown www-data:www-data /var/lib/redmine/Gemfile.lock
}

start() {
    [ "$(id -u)" = 0 ] || die "needs root"
    export DEBIAN_FRONTEND=noninteractive
    install -d -o www-data -g www-data "$state"
    if ! installed redmine || ! installed curl; then
        [ -n "${APT_UPDATED:-}" ] || apt-get update -q >/dev/null || say "apt-get update failed, going on with what is known"
        apt-get install -y -q --no-install-recommends curl ca-certificates procps debconf >/dev/null
    fi
    start_clusters
    installed redmine || install_redmine
    use_puma
    if our_puma >/dev/null; then
        say "runs already"
    else
        ! answers || die "something else answers on port $port"
        rm -f "$pid_file"
        # Two processes, as usual installations have; five threads are what Redmine's database pool allows.
        in_redmine "setsid bundle exec puma -C - -e production -b tcp://127.0.0.1:$port -t 1:5 -w 2 --pidfile $pid_file config.ru" \
            >"$state/puma-$port.log" 2>&1 </dev/null &
    fi
    install -o www-data -g www-data -m 644 "$here/redmine-seed.rb" "$state/seed.rb"
    in_redmine "bundle exec rails runner $state/seed.rb" >"$state/key" 2>"$state/seed.log" \
        || { tail -30 "$state/seed.log" >&2; die "seeding failed"; }
    for _ in $(seq 120); do ! answers || break; sleep 0.5; done
    answers || { tail -30 "$state/puma-$port.log" >&2; die "no answer on $url in a minute"; }
    printf 'export REDMINE_URL=%s REDMINE_ADMIN_KEY=%s\n' "$url" "$(tail -1 "$state/key")" >"$env_file"
    say "ready on $url"
}

stop() {
    local pid
    if pid=$(our_puma); then
        kill -TERM "$pid"
        for _ in $(seq 40); do [ -d "/proc/$pid" ] || break; sleep 0.25; done
        [ ! -d "/proc/$pid" ] || kill -KILL "$pid"
        say "stopped"
    fi
    rm -f "$pid_file"
    [ -s "$clusters_file" ] || return 0
    while read -r version name; do pg_ctlcluster "$version" "$name" stop -m fast || true; done <"$clusters_file"
    rm -f "$clusters_file"
}

case ${1:-start} in
    start) start >&2; cat "$env_file" ;; # what the tools say is no part of the environment
    stop) stop ;;
    running) our_puma >/dev/null ;;
    env) cat "$env_file" ;;
    *) die "usage: redmine-up.sh start|stop|running|env" ;;
esac
