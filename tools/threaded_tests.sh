#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The test programs that use threads: those labelled so in a CMakeLists.txt.
set -eu
grep -rhoE 'rk_test\([^)]*LABEL threads' --include=CMakeLists.txt src tests 2>/dev/null |
  sed -E 's#rk_test\(([^ )]*/)?([a-z_0-9]+)\.c.*#\2#' | sort -u | tr '\n' ' '
