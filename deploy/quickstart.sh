#!/usr/bin/env bash
# Builds everything, starts both servers, and lets Alice write and Bob read. See --help.
# Needs a JDK 17 or later, and git. Runs on bash 3.2, the one of macOS.
set -euo pipefail

usage() {
  cat <<'TEXT'
Usage: ./deploy/quickstart.sh [--input FILE] [--keep]

Builds, starts both servers on free ports with fresh data, and shows a remote log at work: Alice publishes
this repository's history in each of the four modes, two Bobs read it back, and somebody tampers with the
disk of a server. What was read is compared with what was written, byte for byte.

  --input FILE  publish the lines of a text file instead, a message each
  --keep        leave the servers running, and print what to try next
  --help        show this
TEXT
}

input=
keep=
while [ $# -gt 0 ]; do
  case $1 in
    --input)
      [ $# -ge 2 ] || { echo "quickstart: --input needs a file (see --help)" >&2; exit 2; }
      case $2 in /*) input=$2 ;; *) input=$PWD/$2 ;; esac
      shift
      ;;
    --keep) keep=yes ;;
    --help | -h) usage; exit 0 ;;
    *) echo "quickstart: unknown option $1 (see --help)" >&2; exit 2 ;;
  esac
  shift
done

if [ -n "$input" ] && ! { [ -f "$input" ] && [ -s "$input" ] && [ -r "$input" ]; }; then
  echo "quickstart: $input is no file with something in it that can be read" >&2
  exit 2
fi

cd "$(dirname "$0")/.."
root=$PWD
cas_jar=$root/cas-service/target/app/cas-service.jar
ns_jar=$root/ns-service/target/app/ns-service.jar
cli_jar=$root/sync-client/target/app/remotelog.jar
java=java
[ -z "${JAVA_HOME:-}" ] || java=$JAVA_HOME/bin/java

work=
cas_pid=
ns_pid=

# --- helpers ----------------------------------------------------------------------------------------------

say() { printf '%s\n' "$*"; }

fail() {
  printf '\nquickstart: FAILED: %s\n' "$*" >&2
  for log in cas ns; do
    if [ -n "$work" ] && [ -s "$work/$log.log" ]; then
      printf -- '--- the last lines of %s.log\n' "$log" >&2
      tail -n 15 "$work/$log.log" >&2
    fi
  done
  exit 1
}

stop() { # PID: SIGTERM, and wait for the end
  kill "$1" 2>/dev/null || return 0
  wait "$1" 2>/dev/null || true
}

cleanup() {
  code=$?
  trap - EXIT
  if [ "$code" -ne 0 ] || [ -z "$keep" ]; then
    [ -z "$cas_pid" ] || stop "$cas_pid"
    [ -z "$ns_pid" ] || stop "$ns_pid"
    [ -z "$work" ] || rm -rf "$work"
  fi
  exit "$code"
}

remotelog() { "$java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -jar "$cli_jar" "$@"; }

# start NAME JAR LISTEN METRICS: sets pid, grpc and metrics
start() {
  : >"$work/$1.ready"
  nohup "$java" -jar "$2" --listen "$3" --metrics-listen "$4" --data-dir "$work/$1" \
    </dev/null >"$work/$1.ready" 2>>"$work/$1.log" &
  pid=$!
  waited=0
  until grep -q '^ready ' "$work/$1.ready"; do
    kill -0 "$pid" 2>/dev/null || fail "the $1 server ended before it was ready"
    [ "$waited" -lt 600 ] || fail "the $1 server was not ready after 60 s"
    sleep 0.1
    waited=$((waited + 1))
  done
  grpc=$(sed -n 's/^ready grpc=\([^ ]*\) .*/\1/p' "$work/$1.ready")
  metrics=$(sed -n 's/^ready .*metrics=\([^ ]*\).*/\1/p' "$work/$1.ready")
}

start_cas() { # LISTEN METRICS
  start cas "$cas_jar" "$1" "$2"
  cas_pid=$pid cas=$grpc cas_metrics=$metrics
}

# stats FILE: sets messages, rounds, sent, received and millis from what --stats has told
stats() {
  read -r _ messages _ _ _ rounds _ _ sent _ _ received _ _ millis _ <<<"$(tail -n 1 "$1")" || true
  case $messages$rounds$sent$received$millis in
    '' | *[!0-9]*) fail "no numbers from the command line: $(cat "$1")" ;;
  esac
}

header() { printf '     %-28s %10s %10s %12s %8s\n' '' 'sent' 'received' 'round trips' 'ms'; }

row() { # WHAT NOTE, after stats
  printf '     %-28s %10d %10d %12d %8d%s\n' "$1" "$sent" "$received" "$rounds" "$millis" "$2"
}

write() { # KEY MODE FILE
  remotelog write --key "$1" --mode "$2" $ends --stats "$3" 2>"$work/stats" || fail "Alice cannot write: $(cat "$work/stats")"
  stats "$work/stats"
  row "Alice writes $messages" ""
}

read_and_compare() { # BOB NAME EXPECTED
  remotelog read "$2" --home "$work/home-${1// /}" $ends --stats >"$work/read" 2>"$work/stats" \
    || fail "$1 cannot read: $(cat "$work/stats")"
  cmp "$3" "$work/read" || fail "$1 did not read what Alice wrote"
  stats "$work/stats"
  row "$1 reads $messages" "   the same, byte for byte"
}

count() { # FILE: how many messages
  if [ -n "$ends" ]; then tr -cd '\0' <"$1" | wc -c | tr -d ' '; else wc -l <"$1" | tr -d ' '; fi
}

size() { wc -c <"$1" | tr -d ' '; }

# --- 0. build ---------------------------------------------------------------------------------------------

version=$("$java" -version 2>&1 | sed -n 's/.*version "\(1\.\)\{0,1\}\([0-9]*\).*/\2/p' | head -n 1) || true
[ "${version:-0}" -ge 17 ] || fail "this needs a JDK 17 or later; $java is ${version:-not there}"

is_built() {
  for jar in "$cas_jar" "$ns_jar" "$cli_jar"; do
    [ -f "$jar" ] || return 1
    [ -z "$(find pom.xml ./*/pom.xml ./*/src/main -newer "$jar" -type f | head -n 1)" ] || return 1
  done
}

if is_built; then
  say "0. Everything is built already."
else
  say "0. Building with ./mvnw -q -DskipTests package; the first time it downloads libraries, for some minutes ..."
  began=$SECONDS
  ./mvnw -q -DskipTests package </dev/null || fail "the build failed"
  # What has not changed is not packaged anew.
  touch "$cas_jar" "$ns_jar" "$cli_jar"
  say "   built in $((SECONDS - began)) s"
fi
began=$SECONDS

trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
work=$(mktemp -d "${TMPDIR:-/tmp}/remotelog.XXXXXX")

# --- 1. servers -------------------------------------------------------------------------------------------

start_cas 127.0.0.1:0 127.0.0.1:0
start ns "$ns_jar" 127.0.0.1:0 127.0.0.1:0
ns_pid=$pid ns=$grpc
export REMOTELOG_CAS=$cas REMOTELOG_NS=$ns REMOTELOG_HOME=$work/home-alice
cat <<TEXT

1. Two servers, which nobody has to trust.
   CAS $cas keeps contents, each under its own hash.
   NS  $ns keeps, for each name, the newest page that the name's owner signed.
TEXT

# --- 2. what to write -------------------------------------------------------------------------------------

if [ -n "$input" ]; then
  ends=
  what="the lines of $(basename "$input")"
  cp "$input" "$work/all"
  [ -z "$(tail -c 1 "$work/all")" ] || echo >>"$work/all"
  lines=$(wc -l <"$work/all")
  later=$(((lines + 3) / 4))
  tail -n "$later" "$work/all" >"$work/later"
  head -n $((lines - later)) "$work/all" >"$work/first"
  echo "P.S. That was all. Alice" >>"$work/later"
else
  ends=-0
  what="the history of this repository, a message a commit"
  history() { # OPTIONS: oldest first, each with a NUL byte after it
    git -c log.showSignature=false log --no-color --reverse -z --format='tformat:%an, %aI%n%n%s%n%n%b' "$@"
  }
  commits=$(git rev-list --count --max-count=1000 HEAD) || fail "this is no git repository; try --input FILE"
  later=$(((commits + 3) / 4))
  history --max-count="$later" >"$work/later"
  if [ "$commits" -gt "$later" ]; then
    history --skip="$later" --max-count=$((commits - later)) >"$work/first"
  else
    : >"$work/first"
  fi
  printf 'P.S. That was all. Alice\0' >>"$work/later"
fi
if [ ! -s "$work/first" ]; then # A single message.
  mv "$work/later" "$work/first"
  if [ -n "$ends" ]; then printf 'P.P.S. And this.\0'; else echo "P.P.S. And this."; fi >"$work/later"
fi
cat "$work/first" "$work/later" >"$work/all"

cat <<TEXT

2. Alice publishes $what:
   $(count "$work/first") messages of $(size "$work/first") bytes, and later $(count "$work/later") more of $(size "$work/later") bytes. Once in each mode, under a name each.
   Bob 1 reads at once, and again when there is more; Bob 2 comes late. They know nothing but the name.
   Sent and received are bytes on the wire, without the headers of HTTP/2.
TEXT

for mode in full page linked mixed; do
  case $mode in
    full) words="every message stands in the head, which the NS keeps" ;;
    page) words="the CAS keeps the messages, pages of 64 addresses lead to them" ;;
    linked) words="a page for each message, which leads to the one before" ;;
    mixed) words="pages of 64 addresses, and the newest messages in the head as well" ;;
  esac
  key=$work/alice-$mode.pem
  name=$(remotelog key new --key "$key") || fail "cannot make a key"
  printf '\n   %s: %s\n   %s\n' "$mode" "$words" "$name"
  header
  write "$key" "$mode" "$work/first"
  read_and_compare "Bob 1" "$name" "$work/first"
  write "$key" "$mode" "$work/later"
  read_and_compare "Bob 1" "$name" "$work/later"
  new=$received
  read_and_compare "Bob 2" "$name" "$work/all"
  say "     What was new cost Bob 1 $new bytes; everything cost Bob 2 $received."
done

# --- 3. an attack -----------------------------------------------------------------------------------------

ends=
key=$work/alice-contract.pem
contract=$(remotelog key new --key "$key")
promise="I, $contract, owe Bob"
{
  echo "Dear Bob, the next message is our contract."
  echo "$promise 10 coins."
  echo "Yours, Alice"
} >"$work/letters"
remotelog write --key "$key" --mode page --json "$work/letters" >"$work/receipts" || fail "Alice cannot write"
address=$(sed -n '2s/.*"address":"\([^"]*\)".*/\1/p' "$work/receipts")
cat <<TEXT

3. Somebody who runs the CAS would like Alice to owe Bob more.
   Alice wrote three messages; the second, $address,
   says: "$promise 10 coins."
TEXT

stop "$cas_pid"
cas_pid=
file=$(grep -rlaF -- "$promise 10 coins" "$work/cas") || fail "the contract is not in the files of the CAS"
offset=$(grep -aboF -- "$promise 10 coins" "$file" | cut -d: -f1) || true
case $offset in '' | *[!0-9]*) fail "the contract is in more than one place: $offset" ;; esac
printf '%s 99 coins' "$promise" | dd of="$file" bs=1 seek="$offset" conv=notrunc 2>/dev/null
grep -qaF -- "$promise 99 coins" "$file" || fail "the file was not altered"
start_cas "$cas" "$cas_metrics"
say "   The CAS was stopped, 10 was made 99 in $(basename "$file"), and it serves again."

code=0
remotelog read "$contract" --home "$work/home-Bob3" --json >"$work/read" 2>"$work/events" || code=$?
[ "$code" -eq 3 ] || fail "Bob 3's read ended with $code, not with 3: $(cat "$work/events")"
grep -q "\"event\":\"CORRUPT\",\"address\":\"$address\"" "$work/events" || fail "no CORRUPT event for $address"
remotelog read "$contract" --home "$work/home-Bob4" >"$work/shown" 2>"$work/told" || true
sed '2d' "$work/letters" | cmp - "$work/shown" || fail "the other two messages did not arrive as they were written"
! grep -q '99 coins' "$work/shown" || fail "the altered text passed for Alice's words"
cat <<TEXT
   Bob 3 reads. He gets messages 1 and 3, and in the place of message 2
   $(cat "$work/events")
   and exit code 3. Nobody read that Alice owes 99 coins.
TEXT

# --- the end ----------------------------------------------------------------------------------------------

say
say "All of it took $((SECONDS - began)) s."
if [ -z "$keep" ]; then
  stop "$cas_pid"
  stop "$ns_pid"
  cas_pid='' ns_pid=''
  say "The servers are stopped, their data is removed. With --keep they stay, and you get commands to try."
  exit 0
fi
cat <<TEXT
The servers go on. To try next, in this order or any other:

  export REMOTELOG_CAS=$cas REMOTELOG_NS=$ns REMOTELOG_HOME=$work/home-you
  remotelog() { $java -jar $cli_jar "\$@"; }
  remotelog read $name -0 | tr '\\0' '\\n' | head -n 20
  remotelog inspect $name
  remotelog key new
  date | remotelog write --json
  remotelog read \$(remotelog key show) --json
  curl -s http://$cas_metrics/metrics | grep ^grpc_server_handled

  # https://github.com/fullstorydev/grpcurl
  grpcurl -plaintext $ns describe vac.ns.NS
  grpcurl -plaintext -d '{"name":"$name"}' $ns vac.ns.NS/Fetch
  grpcurl -plaintext -d '{"data":"aGVsbG8="}' $cas vac.cas.CAS/Add

  # https://ghz.sh
  ghz --insecure --call vac.cas.CAS/Add -d '{"data":"{{randomString 400}}"}' -c 16 -n 5000 $cas
  ghz --insecure --call vac.ns.NS/Fetch -d '{"name":"$name"}' -c 16 -n 5000 $ns

  # to end it
  kill $cas_pid $ns_pid; sleep 2; rm -r $work
TEXT
