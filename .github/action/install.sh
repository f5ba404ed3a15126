#!/usr/bin/env bash
# Installs originlint for the action and says where: `binary` in $GITHUB_OUTPUT. Scans nothing.
#
# A released program is downloaded and verified by download.sh. Only when it is asked for, the source of the action is built.
#
# The checkout may be a stranger's. Called inside of it, cargo and rustup obey its `rust-toolchain.toml`, which can name a compiler of
# the checkout's own, and its `.cargo/config.toml`, which can name wrappers. So everything is done in a folder outside of it, with a
# named toolchain and a home of cargo's own, where no configuration lies; the source is built from a copy without such files.
#
# INPUT_VERSION      a release such as 1.2.3; empty for the one that the action is of; `source` for the action's own source
# GH_TOKEN           lets gh ask GitHub for attestations; it needs no permission
# RUSTUP_TOOLCHAIN   the toolchain that builds it, if rustup is there; stable without it
set -euo pipefail
# shellcheck source=.github/action/own-path.sh
. "${BASH_SOURCE[0]%/*}/own-path.sh"

# The same in every step of a job, so that only the first one downloads or compiles.
folder=${RUNNER_TEMP:?}/originlint-install
scripts=$(cd -- "${BASH_SOURCE[0]%/*}" && pwd -P)
source=$(cd -- "${GITHUB_ACTION_PATH:?}" && pwd -P)
mkdir -p "$folder"
cd "$folder"
# For gh alone, and not for what is built or run.
token=${GH_TOKEN:-}
unset GH_TOKEN

build() {
  export CARGO_HOME=$folder/cargo
  export CARGO_TARGET_DIR=$folder/target
  export RUSTUP_TOOLCHAIN=${RUSTUP_TOOLCHAIN:-stable}
  if ! command -v cargo >/dev/null; then
    echo "originlint: no cargo in PATH outside of the checkout; install Rust before this step" >&2
    exit 2
  fi
  rm -rf source
  mkdir source
  # Hidden entries, `.cargo` among them, are not matched.
  for entry in "$source"/*; do
    case ${entry##*/} in
      target | rust-toolchain | rust-toolchain.toml) ;;
      *) cp -Rp "$entry" source/ ;;
    esac
  done
  cargo install --locked --root "$folder" --path source
  binary=$folder/bin/originlint
}

version=${INPUT_VERSION:-$(sed -n 's/^version = "\(.*\)"$/\1/p' "$source/Cargo.toml" | head -n 1)}
if [[ $version == source ]]; then
  build
elif [[ $version =~ ^[0-9]+\.[0-9]+\.[0-9]+$ ]]; then
  # shellcheck source=.github/action/download.sh
  . "$scripts/download.sh"
else
  echo "originlint: the input version is neither a version such as 1.2.3 nor \`source\`" >&2
  exit 2
fi
printf 'binary=%s\n' "$binary" >>"${GITHUB_OUTPUT:?}"
