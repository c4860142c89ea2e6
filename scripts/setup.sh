#!/bin/sh
# Sets up what `make run` and `make test` need. Each step says in one sentence what is wrong;
# the whole story of a failed step stays in var/setup.log.
set -eu
cd "$(dirname "$0")/.."
mkdir -p var
log=var/setup.log

fail() { printf '%s\n' "$1" >&2; exit 1; }

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"
    elif command -v sudo >/dev/null 2>&1; then sudo "$@"
    else fail "This needs root: run it as root or install sudo."; fi
}

try() { # sentence, command…
    sentence=$1; shift
    "$@" >"$log" 2>&1 || fail "$sentence The whole story is in $log."
}

tools() {
    command -v python3.11 >/dev/null 2>&1 ||
        fail "Python 3.11 is missing: install python3.11 (on Debian 12: apt install python3)."
    python3.11 -c 'import ensurepip, venv' 2>/dev/null ||
        fail "Python cannot make virtual environments: install python3-venv."
    command -v node >/dev/null 2>&1 || fail "Node is missing: install nodejs, version 18 or newer."
    [ "$(node -p 'parseInt(process.versions.node)')" -ge 18 ] ||
        fail "Node $(node --version) is too old: install nodejs, version 18 or newer."
    command -v npm >/dev/null 2>&1 || fail "npm is missing: install npm."
}

fetched() { # what a failed fetch means: a wrong checksum, or no network
    if grep -q 'DO NOT MATCH THE HASHES\|EINTEGRITY' "$log"; then
        fail "A package is not the one in the lock: its checksum differs. The whole story is in $log."
    fi
    fail "The packages could not be fetched: is there a network? The whole story is in $log."
}

venv() { # folder, lock
    tools
    printf 'Setting up %s; the first time takes a minute or two.\n' "$1"
    try "The virtual environment $1 could not be made." python3.11 -m venv --clear "$1"
    "$1/bin/python" -m pip install --quiet --disable-pip-version-check --retries 2 \
        --no-deps --require-hashes -r "$2" >"$log" 2>&1 || fetched
    touch "$1/ready"
}

modules() {
    tools
    npm ci --ignore-scripts --no-audit --no-fund --fetch-retries 1 --fetch-retry-mintimeout 1000 >"$log" 2>&1 || fetched
    touch node_modules/ready
}

browser() {
    if command -v chromium >/dev/null 2>&1 && command -v chromedriver >/dev/null 2>&1; then
        return
    fi
    command -v apt-get >/dev/null 2>&1 ||
        fail "The browser tests need chromium and chromedriver: install both."
    printf 'Installing chromium and chromium-driver.\n'
    as_root apt-get update >"$log" 2>&1 || fail "The list of Debian packages could not be fetched: is there a network? The whole story is in $log."
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
        chromium chromium-driver fonts-dejavu-core >"$log" 2>&1 ||
        fail "chromium could not be installed. The whole story is in $log."
}

faults() { # what makes bad networks and controls; without it `make soak` says what it skips
    missing=""
    command -v nft >/dev/null 2>&1 || [ -x /usr/sbin/nft ] || missing="$missing nftables"
    command -v ip >/dev/null 2>&1 || [ -x /usr/sbin/ip ] || missing="$missing iproute2"
    command -v strace >/dev/null 2>&1 || missing="$missing strace"
    if [ -z "$missing" ] || [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null 2>&1; then
        return 0
    fi
    printf 'Installing%s.\n' "$missing"
    # shellcheck disable=SC2086  the list is meant to be split into words
    { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
        $missing; } >"$log" 2>&1 || printf 'They could not be installed; some parts will be skipped.\n'
}

case "${1:-}" in
    venv) venv "$2" "$3" ;;
    modules) modules ;;
    browser) browser ;;
    faults) faults ;;
    tools) tools ;;
    *) fail "Usage: scripts/setup.sh venv FOLDER LOCK | modules | browser | faults | tools" ;;
esac
