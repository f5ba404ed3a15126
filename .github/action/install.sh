#!/usr/bin/env bash
# Installs originlint for the action and says where: `binary` in $GITHUB_OUTPUT. Scans nothing.
#
# The checkout may be a stranger's. Called inside of it, cargo and rustup obey its `rust-toolchain.toml`, which can name a compiler of
# the checkout's own, and its `.cargo/config.toml`, which can name wrappers. So everything is done in a folder outside of it, with a
# named toolchain and a home of cargo's own, where no configuration lies; the source is built from a copy without such files.
#
# INPUT_VERSION      a published version; empty for the source that the action comes with
# RUSTUP_TOOLCHAIN   the toolchain that builds it, if rustup is there; stable without it
set -euo pipefail
# shellcheck source=.github/action/own-path.sh
. "${BASH_SOURCE[0]%/*}/own-path.sh"

# The same in every step of a job, so that only the first one compiles.
folder=${RUNNER_TEMP:?}/originlint-install
mkdir -p "$folder"
cd "$folder"
export CARGO_HOME=$folder/cargo
export CARGO_TARGET_DIR=$folder/target
export RUSTUP_TOOLCHAIN=${RUSTUP_TOOLCHAIN:-stable}
arguments=(install --locked --root "$folder")

if [[ -n ${INPUT_VERSION:-} ]]; then
  if [[ ! $INPUT_VERSION =~ ^[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?$ ]]; then
    echo "originlint: the input version is not a version such as 1.2.3" >&2
    exit 2
  fi
  arguments+=(--version "$INPUT_VERSION" originlint)
else
  rm -rf source
  mkdir source
  # Hidden entries, `.cargo` among them, are not matched.
  for entry in "${GITHUB_ACTION_PATH:?}"/*; do
    case ${entry##*/} in
      target | rust-toolchain | rust-toolchain.toml) ;;
      *) cp -Rp "$entry" source/ ;;
    esac
  done
  arguments+=(--path source)
fi

if ! command -v cargo >/dev/null; then
  echo "originlint: no cargo in PATH outside of the checkout; install Rust before this step" >&2
  exit 2
fi
cargo "${arguments[@]}"
printf 'binary=%s\n' "$folder/bin/originlint" >>"${GITHUB_OUTPUT:?}"
