#!/bin/sh
# What the tests drive besides Python. The browser: Debian's Chromium without its windows, another Chromium, or the
# one named in $CHROMIUM. With $FIREFOX set, Firefox too, or Debian's. Node and npm, which check static/. And nginx and Redis, without which the tests of several
# servers are skipped.
set -e
have() { command -v "$1" >/dev/null; }
wanted=""
browser="chromium-headless-shell"
for name in "$CHROMIUM" chromium-headless-shell chromium chromium-browser google-chrome; do
    if [ -n "$name" ] && have "$name"; then browser=""; fi
done
[ -z "$browser" ] || wanted="$browser"
[ -z "$FIREFOX" ] || have firefox-esr || have firefox || wanted="$wanted firefox-esr"
have node || wanted="$wanted nodejs"
have npm || wanted="$wanted npm"
have nginx || [ -x /usr/sbin/nginx ] || wanted="$wanted nginx-light"
have redis-server || have valkey-server || wanted="$wanted redis-server"
[ -n "$wanted" ] || exit 0
if ! have apt-get; then
    if ! have npm; then
        echo "static/ is checked by Node and npm: install them" >&2
        exit 1
    fi
    [ -z "$browser" ] && exit 0
    echo "The browser tests need Chromium: install it, or name it in CHROMIUM=/path/to/chromium" >&2
    exit 1
fi
as_root=""
[ "$(id -u)" = 0 ] || as_root="sudo"
export DEBIAN_FRONTEND=noninteractive
install() { $as_root apt-get install -y -qq --no-install-recommends "$@" >/dev/null; }
$as_root apt-get update -qq
for package in $wanted; do
    case $package in
    chromium-headless-shell) install "$package" || install chromium ;;
    nodejs | npm) install "$package" ;;
    *) install "$package" || echo "$package is not to be had: some tests are skipped" >&2 ;;
    esac
done
