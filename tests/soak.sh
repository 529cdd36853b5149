#!/usr/bin/env bash
# The long versions of what tests/run.sh does in short: the kill loops with their full numbers, on SQLite, on PostgreSQL and before a real
# Redmine, and all approved conversations before that; a flood of 10,000 posts; storms of faults with ten seeds, and one before a
# real Redmine; 100,000 inputs for each parser that outsiders reach. KILLS, TICKETS, FLOOD, STORM (seconds of each), STORMS, FUZZ, SEED (the
# first one), SUITES and FILTER (as dotnet test takes it) can be set.
# What was run, with commit, seeds and results, is written to docs/proof/<name>.log; the name is the first argument. Takes more than an hour.
# As root on Debian it installs what is missing: it is tests/run.sh that does the work.
set -uo pipefail
cd "$(dirname "$0")/.."

name=${1:-soak}
log=docs/proof/$name.log
export KILLS=${KILLS:-100} TICKETS=${TICKETS:-1000} SEED=${SEED:-$((RANDOM * 30 + 1))} FILTER=${FILTER:-FullyQualifiedName~KillLoop|FullyQualifiedName~before_a_real_Redmine|FullyQualifiedName~Floods|FullyQualifiedName~Storms|FullyQualifiedName~.Fuzz.}
export FLOOD=${FLOOD:-10000} STORM=${STORM:-180} STORMS=${STORMS:-10} FUZZ=${FUZZ:-100000}
export SUITES=${SUITES:-tests/Actors.Tests/Actors.Tests.csproj tests/Gateway.Tests/Gateway.Tests.csproj tests/Host.Tests/Host.Tests.csproj} SUITE_LIMIT=14400
commit=$(git rev-parse HEAD)$(git diff --quiet HEAD || echo ", with changes")
started=$(date -u +%Y-%m-%dT%H:%M:%SZ)

mkdir -p docs/proof
output=$(mktemp)
trap 'rm -f "$output"' EXIT
bash tests/run.sh | tee "$output"
code=${PIPESTATUS[0]}
{
    echo "commit $commit"
    echo "from $started to $(date -u +%Y-%m-%dT%H:%M:%SZ), $(nproc) cores, $(. /etc/os-release && echo "$PRETTY_NAME"), .NET $(dotnet --version)"
    echo "KILLS=$KILLS TICKETS=$TICKETS FLOOD=$FLOOD STORM=$STORM STORMS=$STORMS FUZZ=$FUZZ SEED=$SEED"
    # Each test with what it wrote itself: its seed and numbers.
    sed -n 's/.*testName="\([^"]*\)".*outcome="\([^"]*\)".*/\2: \1/p; /<StdOut>/,/<\/StdOut>/{s/<[^>]*>//g; s/^ *//; /./{s/^/    /p}}' artifacts/tests/*.trx | grep -v xUnit.net
    tail -1 "$output"
} | tee "$log"
exit "$code"
