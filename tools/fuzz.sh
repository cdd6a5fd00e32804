#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# fuzz.sh BUILD SECONDS: every fuzz target for so long, from its corpus.
set -eu
for target in "$1"/fuzz/fuzz_*; do
  name=$(basename "$target" | sed 's/^fuzz_//')
  mkdir -p "$1/found/$name"
  echo "== $name"
  "$target" -max_total_time="$2" -rss_limit_mb=2048 -timeout=10 -artifact_prefix="$1/found/$name-" \
    "$1/found/$name" "tests/fuzz/corpus/$name" 2>&1 | tail -n 2
done
