#!/usr/bin/env bash
# Everything that CI does: builds once, then runs every suite. As root on Debian it first installs and starts what the suites
# want to meet (a real Redmine, PostgreSQL, a browser, two reverse proxies); elsewhere the tests that need those are skipped, by name. SUITES, FILTER and
# SUITE_LIMIT choose what is run and how long it may take.
# The last line alone says how many passed, failed and were skipped; what the suites wrote lies in artifacts/.
set -uo pipefail
cd "$(dirname "$0")/.."

results=artifacts/tests
suite_limit=${SUITE_LIMIT:-780} # seconds, for a suite that hangs
suites=${SUITES:-tests/*.Tests/*.csproj}
filter=${FILTER:-} # as dotnet test takes it
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
# Nothing of the build stays behind.
export MSBUILDDISABLENODEREUSE=1

rm -rf "$results"
mkdir -p "$results"
redmine_is_ours=
preparing=

finish() {
    [ -z "$preparing" ] || kill "$preparing" 2>/dev/null
    [ -z "$redmine_is_ours" ] || bash tests/redmine-up.sh stop
}
trap finish EXIT
trap 'exit 130' INT TERM

can_install() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; }

has_browser() { [ -x "${CHROMIUM_PATH:-/usr/bin/chromium}" ]; }

has_proxies() { [ -x /usr/bin/caddy ] && [ -x /usr/sbin/nginx ]; }

has_promtool() { [ -x /usr/bin/promtool ] || [ -x /usr/local/bin/promtool ]; }

prepare() { # in the background, while the solution is built: the network is slower than the compiler
    export DEBIAN_FRONTEND=noninteractive APT_UPDATED=1
    if ! has_browser || ! has_proxies || ! has_promtool || ! command -v curl >/dev/null || [ ! -d /usr/share/redmine ]; then
        apt-get update -q >/dev/null || echo "apt-get update failed, going on with what is known"
    fi
    bash tests/redmine-up.sh start >"$results/redmine.env" || rm -f "$results/redmine.env"
    # Its fonts have Cyrillic letters.
    has_browser || apt-get install -y -q --no-install-recommends chromium fonts-dejavu-core >"$results/chromium.log" 2>&1 \
        || echo "no browser, see $results/chromium.log"
    # The tests start them themselves, each on a port of its own.
    has_proxies || apt-get install -y -q --no-install-recommends caddy nginx-light >"$results/proxies.log" 2>&1 \
        || echo "no reverse proxies, see $results/proxies.log"
    # Out of the package alone: installed, it would start a Prometheus.
    has_promtool || unpack_promtool >"$results/promtool.log" 2>&1 || echo "no promtool, see $results/promtool.log"
}

unpack_promtool() {
    local at
    at=$(mktemp -d)
    (cd "$at" && apt-get download -q prometheus && dpkg-deb -x ./prometheus_*.deb unpacked && install -m 755 unpacked/usr/bin/promtool /usr/local/bin/)
    local code=$?
    rm -rf "$at"
    return $code
}

database() { # an empty database of its own for this run, in the cluster that Redmine uses too
    local name=redmine_bridge_tests port
    port=$(pg_lsclusters -h 2>/dev/null | awk '$4 ~ /^online/ {print $3; exit}')
    [ -n "$port" ] || return 0
    su postgres -c "psql -qX -p $port" >"$results/postgres.log" 2>&1 <<SQL || { echo "no PostgreSQL, see $results/postgres.log"; return 0; }
\set ON_ERROR_STOP on
-- Those that a run left behind which was ended.
SELECT format('DROP DATABASE %I WITH (FORCE)', datname) FROM pg_database JOIN pg_roles r ON r.oid = datdba WHERE rolname = '$name' \gexec
DROP DATABASE IF EXISTS $name;
DROP ROLE IF EXISTS $name;
CREATE ROLE $name LOGIN CREATEDB PASSWORD '$name';
CREATE DATABASE $name OWNER $name;
SQL
    export POSTGRES_CONNECTION="Host=127.0.0.1;Port=$port;Database=$name;Username=$name;Password=$name"
}

counter() { sed -n "s/.*<Counters\b[^>]* $2=\"\([0-9]*\)\".*/\1/p" "$1" | head -1; }

plain() { sed -e 's/&lt;/</g; s/&gt;/>/g; s/&quot;/"/g; s/&#xD;//g; s/&amp;/\&/g'; }

with_outcome() { # name and first line of the reason of each test of the trx file $1 that ended as $2
    awk -v outcome="outcome=\"$2\"" '
        /<UnitTestResult / { name = ""; if (index($0, outcome)) { name = $0; sub(/.*testName="/, "", name); sub(/".*/, "", name) } }
        name != "" && /<Message>/ { reason = $0; sub(/.*<Message>/, "", reason); sub(/<\/Message>.*/, "", reason); print name ": " reason; name = "" }
        name != "" && /<\/UnitTestResult>|<UnitTestResult [^>]*\/>/ { print name; name = "" }
    ' "$1" | plain
}

command -v dotnet >/dev/null || { echo "The .NET SDK is missing."; echo "0 passed, 1 failed, 0 skipped"; exit 1; }

if can_install; then
    bash tests/redmine-up.sh running || redmine_is_ours=1
    prepare >"$results/prepare.log" 2>&1 &
    preparing=$!
else
    echo "Not root, or no apt: tests that need a real Redmine or PostgreSQL will be skipped."
fi

dotnet build actors.sln -c Release -v q --nologo -p:UseSharedCompilation=false -p:RestoreLockedMode=true >"$results/build.log" 2>&1
built=$?
tail -3 "$results/build.log"
if [ $built -ne 0 ]; then
    grep -E "(error|warning) [A-Z]+[0-9]+" "$results/build.log" | sort -u | head -50
    echo "The build failed."
    echo "0 passed, 1 failed, 0 skipped"
    exit 1
fi

passed=0 failed=0 skipped=0
if dotnet list actors.sln package --vulnerable --include-transitive >"$results/vulnerable.log" 2>&1; then
    if grep -q "following vulnerable packages" "$results/vulnerable.log"; then
        failed=1
        grep "^ *>" "$results/vulnerable.log" | sort -u | sed 's/^ */A vulnerable package: /' | tee -a "$results/failed.txt"
    else
        passed=1
    fi
else
    skipped=1
    echo "Vulnerable packages: the feed could not be asked, see $results/vulnerable.log" >>"$results/skipped.txt"
fi

if [ -n "$preparing" ]; then
    wait "$preparing"
    preparing=
    cat "$results/prepare.log"
    # shellcheck disable=SC1091
    [ ! -s "$results/redmine.env" ] || . "$results/redmine.env"
    database
fi
! has_browser || export CHROMIUM_PATH=${CHROMIUM_PATH:-/usr/bin/chromium}

# shellcheck disable=SC2086
for project in $suites; do
    # One after the other: each suite uses all cores itself, and some of them measure time.
    name=$(basename "$project" .csproj)
    trx=$results/$name.trx
    start=$SECONDS
    timeout -k 10 "$suite_limit" dotnet test "$project" -c Release --no-build --nologo -v q ${filter:+--filter "$filter"} \
        --results-directory "$results" --logger "trx;LogFileName=$name.trx" >"$results/$name.log" 2>&1
    code=$?
    p=0 f=0 s=0
    if [ -s "$trx" ]; then
        p=$(counter "$trx" passed) total=$(counter "$trx" total) executed=$(counter "$trx" executed)
        f=$((executed - p)) s=$((total - executed))
        with_outcome "$trx" Failed >>"$results/failed.txt"
        with_outcome "$trx" NotExecuted >>"$results/skipped.txt"
    fi
    if [ $code -ne 0 ] && [ "$f" -eq 0 ]; then
        # It crashed, or hung, or found nothing to load.
        f=1
        echo "$name ended with $code, see $results/$name.log" >>"$results/failed.txt"
        tail -20 "$results/$name.log"
    fi
    printf '%-16s %4d passed, %d failed, %d skipped, %d s\n' "$name" "$p" "$f" "$s" $((SECONDS - start))
    passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
done

# By which a run's choices can be repeated.
grep -hoE "seed [0-9]+, [^<]*" "$results"/*.trx || true
for outcome in skipped failed; do
    [ -s "$results/$outcome.txt" ] || continue
    echo "${outcome^}:"
    sed 's/^/  /' "$results/$outcome.txt"
done
finish
trap - EXIT
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
