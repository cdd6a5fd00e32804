#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# deps.sh build|test|check: installs what is missing with apt where it may, else says what to install.
set -eu
build="gcc libc6-dev make cmake ninja-build pkg-config libsodium-dev libssl-dev libsqlite3-dev
 libexpat1-dev zlib1g-dev libseccomp-dev libutf8proc-dev libcairo2-dev libpango1.0-dev
 libqrencode-dev libsuitesparse-dev libmicrohttpd-dev libgnutls28-dev libjs-leaflet fonts-paratype
 libcmocka-dev"
test="poppler-utils golang-go golang-golang-x-mod-dev libxlsxwriter-dev"
check="clang-14 libclang-rt-14-dev clang-format clang-tidy cppcheck scdoc"
case "${1:-build}" in
build) wanted=$build ;;
test) wanted="$build $test" ;;
check) wanted="$build $test $check" ;;
*) echo "usage: deps.sh build|test|check" >&2; exit 2 ;;
esac
if ! command -v dpkg-query >/dev/null 2>&1; then
  echo "This is not Debian; install what answers to:" $wanted >&2
  exit 0
fi
missing=""
for package in $wanted; do
  state=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
  [ "$state" = installed ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0
if [ "$(id -u)" = 0 ]; then
  as=""
elif sudo -n true 2>/dev/null; then
  as="sudo"
else
  echo "Missing packages; install them with:" >&2
  echo "  sudo apt-get install$missing" >&2
  exit 1
fi
echo "installing:$missing" >&2
export DEBIAN_FRONTEND=noninteractive
if ! $as apt-get install -y --no-install-recommends $missing >/dev/null 2>&1; then
  $as apt-get update >/dev/null
  $as apt-get install -y --no-install-recommends $missing >/dev/null
fi
