#!/bin/sh
# The browser the tests drive: Debian's Chromium without its windows, another Chromium, or the one named in $CHROMIUM.
set -e
for name in "$CHROMIUM" chromium-headless-shell chromium chromium-browser google-chrome; do
    if [ -n "$name" ] && command -v "$name" >/dev/null; then exit 0; fi
done
if ! command -v apt-get >/dev/null; then
    echo "The browser tests need Chromium: install it, or name it in CHROMIUM=/path/to/chromium" >&2
    exit 1
fi
as_root=""
[ "$(id -u)" = 0 ] || as_root="sudo"
$as_root apt-get update -qq
export DEBIAN_FRONTEND=noninteractive
$as_root apt-get install -y -qq --no-install-recommends chromium-headless-shell >/dev/null ||
    $as_root apt-get install -y -qq --no-install-recommends chromium >/dev/null
