#!/bin/sh
# Becomes coturn, with the secret out of a file (mode 600); TURN_SECRET_FILE and TURN_CONF may point elsewhere.
set -eu
secret_file=${TURN_SECRET_FILE:-/run/secrets/turn}
conf=${TURN_CONF:-$(dirname "$0")/turnserver.conf}
refuse() { echo "run.sh: $1" >&2; exit 78; }
command -v turnserver >/dev/null || refuse "turnserver isn't installed (on Debian: apt-get install coturn)"
[ -r "$conf" ] || refuse "$conf can't be read"
[ -r "$secret_file" ] || refuse "$secret_file can't be read; TURN_SECRET_FILE names another file"
secret=$(cat "$secret_file")
# An empty one would let everybody in, and a second line would be another setting.
case $secret in
  *[!A-Za-z0-9+/=_.-]*) refuse "$secret_file holds more than one line of letters, digits and + / = _ . -" ;;
  ????????????????*) ;;
  *) refuse "the secret in $secret_file is shorter than 16 characters" ;;
esac
# coturn only warns of these two, and then has no TLS or reaches nobody.
sed -n 's/^\(cert\|pkey\)=//p' "$conf" | while read -r file; do
  [ -r "$file" ] || refuse "$file, which $conf names, can't be read"
done
grep -q '^allowed-peer-ip=' "$conf" || refuse "$conf names nobody who may be called: allowed-peer-ip is the concierge's address"
# The settings and the secret go into a file that has no name any more: everybody on the machine can read a command line, and a
# file outlives whoever is killed before it is removed.
private=$(mktemp)
exec 3<>"$private"
rm -f "$private"
{ cat "$conf"; printf '\nstatic-auth-secret=%s\n' "$secret"; } >&3
exec turnserver -c /proc/self/fd/3
