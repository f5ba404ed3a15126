#!/usr/bin/env bash
# Installs originlint for the action and says where: `binary` in $GITHUB_OUTPUT. Scans nothing.
#
# INPUT_VERSION   a published version; empty for the source that the action comes with
set -euo pipefail

root=${RUNNER_TEMP:?}/originlint-install
arguments=(install --locked --root "$root")

if [[ -n ${INPUT_VERSION:-} ]]; then
  if [[ ! $INPUT_VERSION =~ ^[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?$ ]]; then
    echo "originlint: the input version is not a version such as 1.2.3" >&2
    exit 2
  fi
  arguments+=(--version "$INPUT_VERSION" originlint)
else
  arguments+=(--path "${GITHUB_ACTION_PATH:?}")
fi

cargo "${arguments[@]}"
printf 'binary=%s\n' "$root/bin/originlint" >>"${GITHUB_OUTPUT:?}"
