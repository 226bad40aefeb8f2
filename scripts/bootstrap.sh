#!/bin/sh
# Makes the virtual environment that every make target runs in.
#
# Usage: scripts/bootstrap.sh PYTHON VENV
#
# Needs a Python of 3.11 or later with its venv module.
# On Debian, where that module is a package of its own, root gets it installed; everyone else is told what to install.
set -eu

python=$1
venv=$2

fail() {
    echo "bootstrap: $1" >&2
    exit 1
}

command -v "$python" >/dev/null 2>&1 ||
    fail "no '$python' on this machine; install Python 3.11 or later, or name one: make install PYTHON=/path/to/python"

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    fail "'$python' is $("$python" --version 2>&1), but 3.11 or later is needed; name one: make install PYTHON=python3.11"

# A usable environment stays: packages that a developer added are theirs.
if "$venv/bin/python" -m pip --version >/dev/null 2>&1 &&
    "$venv/bin/python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    exit 0
fi

if ! "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        echo "bootstrap: '$python' has no venv module; installing Debian's python3-venv" >&2
        { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv; } >/dev/null </dev/null ||
            fail "apt-get could not install python3-venv; install the venv module of '$python' and try again"
    fi
    "$python" -c 'import ensurepip, venv' >/dev/null 2>&1 ||
        fail "'$python' has no venv module; install it (on Debian: apt-get install python3-venv) and try again"
fi

"$python" -m venv --clear "$venv"
