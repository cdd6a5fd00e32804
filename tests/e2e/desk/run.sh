#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# run.sh BUILD_FOLDER: the desk's page in a real browser. Exit 77, with the reason, where node, npm,
# their packages or Chromium are missing. Pictures are left in BUILD_FOLDER/desk-e2e/pictures.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
build=$(cd "$1" && pwd)
tools=$build/desk-e2e
skip() { echo "skipped: $1"; exit 77; }
command -v node >/dev/null 2>&1 || skip "node is not installed"
chromium=${DESK_CHROMIUM:-$(command -v chromium || command -v chromium-browser || true)}
[ -n "$chromium" ] || skip "Chromium is not installed"
mkdir -p "$tools"
if [ ! -d "$tools/node_modules/playwright-core" ] || [ ! -d "$tools/node_modules/axe-core" ]; then
  command -v npm >/dev/null 2>&1 || skip "npm is not installed"
  cp "$here/package.json" "$tools/"
  (cd "$tools" && npm install --no-audit --no-fund --silent) || skip "playwright-core and axe-core cannot be had"
fi
DESK_TOOLS=$tools DESK_CHROMIUM=$chromium exec node "$here/walk.mjs" "$build/ranok" "$tools/pictures"
