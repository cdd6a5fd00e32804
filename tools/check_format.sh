#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Refuses files that clang-format would change, files without their SPDX line, equal file names.
set -eu
bad=0
for f in $(git ls-files '*.c' '*.h'); do
  clang-format --dry-run -Werror "$f" >/dev/null 2>&1 || { echo "not formatted: $f"; bad=1; }
  head -n 2 "$f" | grep -q 'SPDX-License-Identifier: GPL-3.0-or-later' || { echo "no SPDX line: $f"; bad=1; }
done
twice=$(git ls-files src tests tools bench | grep -E '\.(c|h)$' | xargs -n1 basename | sort | uniq -d)
[ -z "$twice" ] || { echo "file names that stand twice: $twice"; bad=1; }
exit $bad
