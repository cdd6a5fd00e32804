#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# clang-tidy and cppcheck over our own sources, JOBS files at a time.
set -eu
jobs=${1:-2}
git ls-files 'src/*.c' | xargs -P "$jobs" -n 4 clang-tidy --quiet -p build-clang 2>/dev/null
# cppcheck 2.10 cannot read compound literals behind "?": internalAstError is left out.
include=$(find src -type d | sed 's/^/-I /' | tr '\n' ' ')
# shellcheck disable=SC2086
cppcheck --quiet --std=c11 --enable=warning,portability,performance --inline-suppr \
  --suppressions-list=tools/cppcheck.txt --error-exitcode=1 -j "$jobs" \
  -D_GNU_SOURCE -DRK_VERSION='""' $include src
