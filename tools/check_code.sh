#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# clang-tidy and cppcheck over our own sources, JOBS files at a time.
set -eu
jobs=${1:-2}
git ls-files 'src/*.c' | xargs -P "$jobs" -n 4 clang-tidy --quiet -p build 2>/dev/null
cppcheck --quiet --std=c11 --enable=warning,portability,performance --inline-suppr \
  --suppressions-list=tools/cppcheck.txt --error-exitcode=1 -j "$jobs" \
  -D_GNU_SOURCE -DRK_VERSION='""' src
