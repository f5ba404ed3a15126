#!/bin/sh
# Compiles every source with every tool into out/<tool>/<name>.js. The outputs are fixtures: run this only to change them.
# The tools are pinned, and installed into a directory of their own that is removed afterwards.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --save-exact \
  typescript@5.9.3 @babel/core@7.28.5 @babel/preset-env@7.28.5 esbuild@0.28.2 \
  rollup@4.68.7 webpack@5.112.2 terser@5.51.2

cp "$here/compile.mjs" compile.mjs
rm -rf "$here/out"
node compile.mjs "$here/src" "$here/out"
