#!/bin/sh
# Starts coturn with the secret from a file (mode 600); TURN_SECRET_FILE and TURN_CONF may point elsewhere.
set -eu
secret_file=${TURN_SECRET_FILE:-/run/secrets/turn}
conf=${TURN_CONF:-$(dirname "$0")/turnserver.conf}
private=$(mktemp)
trap 'rm -f "$private"' EXIT INT TERM
chmod 600 "$private"
# A copy of the file with the secret in it: on the command line everybody on the machine could read it.
{ cat "$conf"; printf 'static-auth-secret=%s\n' "$(cat "$secret_file")"; } > "$private"
turnserver -c "$private" &
child=$!
trap 'kill "$child"; wait "$child"; rm -f "$private"' INT TERM
wait "$child"
