#!/usr/bin/env bash
# Builds and measures a service, and writes the figures beside this file. See --help and README.md.
# Needs a JDK 17 or later. Runs on bash 3.2, the one of macOS.
set -euo pipefail

usage() {
  cat <<'TEXT'
Usage: deploy/load/bench.sh cas [--quick] [--rounds N] [--seconds S] [--data-dir DIR]

Builds the CAS and measures it against a bare gRPC server and against RocksDB alone, all on this machine, and
writes RESULTS.md, cas.csv and cas.svg beside itself: some 40 minutes. Progress goes to stderr.

  --quick         one short round, to see that it works: some 2 minutes; writes to target/bench instead
  --rounds N      how often each case is measured (default: 5)
  --seconds S     for how long each time (default: 1.5)
  --data-dir DIR  where the stores are while it runs: it is the disk that is measured, and needs some 20 GB
                  (default: target/bench)
  --help          show this
TEXT
}

fail() {
  printf 'bench: %s (see --help)\n' "$*" >&2
  exit 2
}

command="deploy/load/bench.sh $*"
service=
quick=
data=
options=()
while [ $# -gt 0 ]; do
  case $1 in
    cas) service=$1 ;;
    --quick) quick=yes options+=("$1") ;;
    --rounds | --seconds)
      [ $# -ge 2 ] || fail "$1 needs a number"
      options+=("$1" "$2")
      shift
      ;;
    --data-dir)
      [ $# -ge 2 ] || fail "$1 needs a directory"
      case $2 in /*) data=$2 ;; *) data=$PWD/$2 ;; esac
      shift
      ;;
    --help | -h) usage; exit 0 ;;
    *) fail "unknown argument $1" ;;
  esac
  shift
done
[ -n "$service" ] || fail "which service: cas?"

cd "$(dirname "$0")/../.."
java=java
[ -z "${JAVA_HOME:-}" ] || java=$JAVA_HOME/bin/java
out=deploy/load
[ -z "$quick" ] || out=target/bench

case $service in
  cas) module=cas-service main=org.remotelog.cas.bench.CasBench ;;
esac

echo "building" >&2
./mvnw -q -DskipTests -pl "$module" -am package </dev/null >&2
commit=$(git rev-parse --short HEAD 2>/dev/null || echo unknown)
[ -z "$(git status --porcelain --untracked-files=no 2>/dev/null)" ] || commit="$commit with changes"

# The load generator's heap holds 256 calls of 1 MiB on their way, and the addresses of a large store.
exec "$java" -Xmx2g \
  -cp "$module/target/test-classes:$module/target/classes:grpc-server/target/test-classes:$module/target/app/lib/*" \
  "$main" --data-dir "${data:-target/bench}" --out "$out" --commit "$commit" --command "$command" ${options[@]+"${options[@]}"}
