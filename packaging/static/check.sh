#!/usr/bin/env bash
# Runs a static program as the image does: in a folder that holds nothing but it and a project, as a user that owns nothing. Needs
# root, for `chroot`.
#
#   packaging/static/check.sh PROGRAM
set -euo pipefail
program=$(realpath "$1")
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

if readelf --program-headers --wide "$program" | grep -q INTERP; then
  echo "$program asks for a loader, so it is not static" >&2
  exit 1
fi

root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
install -m 0755 "$program" "$root/originlint"
cp -R test-corpus/demo "$root/src"
chmod -R a+rX "$root"

inside() { chroot --userspec=65534:65534 "$root" /originlint "$@"; }
inside --version
status=0
inside check --format concise src >"$root/found" || status=$?
cat "$root/found"
if [ "$status" -ne 1 ] || ! grep -q '\[wildcard-sensitive-data\]' "$root/found"; then
  echo "ended with status $status; the demo has flaws, and finding them is status 1" >&2
  exit 1
fi
