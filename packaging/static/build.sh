#!/usr/bin/env bash
# Builds a static program without musl, and checks it: for a machine that has no musl target. A release builds for musl instead.
# This is a whole build of its own, so no test runs it.
#
#   packaging/static/build.sh [folder]     by default target/static
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

target=$(rustc -vV | sed -n 's/^host: //p')
folder=${1:-target/static}
# With a target of its own, the flag does not reach build scripts and macros, which cannot be static.
RUSTFLAGS="-C target-feature=+crt-static" cargo build --release --locked --target "$target" --target-dir "$folder"
packaging/static/check.sh "$folder/$target/release/originlint"
