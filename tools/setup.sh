#!/bin/sh
# Make .venv from the lock file and a migrated empty database: `tools/setup.sh [--dev] [--no-data]`.
# Needs python3 >= 3.11 with venv. Installs with uv; where uv cannot reach its index, with pip and the same
# hashes (MUSANADA_INSTALLER=pip forces that). A stamp makes the second call skip what is already there.
set -eu
cd "$(dirname "$0")/.."

group=run
data=yes
for word in "$@"; do
    case $word in
        --dev) group=dev ;;
        --no-data) data=no ;;
        *) echo "tools/setup.sh: unknown option $word" >&2; exit 2 ;;
    esac
done
python=${PYTHON:-python3}

say() { echo "setup: $*" >&2; }
fail() { say "$@"; exit 1; }

check_python() {
    command -v "$python" >/dev/null 2>&1 || fail "python3 is missing: run 'apt-get install python3 python3-venv'."
    "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
        fail "$("$python" --version) is too old: Python 3.11 or newer is needed (set PYTHON=/path/to/python3)."
    "$python" -c 'import venv, ensurepip' 2>/dev/null ||
        fail "Python's venv module is missing: run 'apt-get install python3-venv'."
}

# What an installation depends on: the lock, the project's own metadata, the interpreter, and where it lies.
fingerprint() {
    { cat uv.lock pyproject.toml tools/uv.txt; "$python" --version; pwd; } | sha256sum | cut -d' ' -f1
}

installed() {
    [ -x .venv/bin/musanada ] || return 1
    [ "$(cat .venv/locked-dev 2>/dev/null)" = "$now" ] && return 0
    [ "$group" = run ] && [ "$(cat .venv/locked-run 2>/dev/null)" = "$now" ]
}

with_uv() {
    [ "${MUSANADA_INSTALLER:-uv}" = uv ] || return 1
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r tools/uv.txt || return 1
    [ "$group" = dev ] && only="" || only="--no-dev"
    # shellcheck disable=SC2086  # empty means no option
    UV_PROJECT_ENVIRONMENT=.venv UV_PYTHON_DOWNLOADS=never UV_HTTP_RETRIES=2 UV_LINK_MODE=copy UV_SYSTEM_CERTS=true \
        .venv/bin/uv sync --quiet --locked --inexact $only
}

with_pip() {
    [ "$group" = dev ] && list=requirements-dev.txt || list=requirements.txt
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$list" &&
        .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
}

install() {
    # A copied folder or a new interpreter leaves an environment whose paths are wrong: make it anew.
    if ! .venv/bin/python -c 'import pip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null ||
        [ "$(cat .venv/place 2>/dev/null || pwd)" != "$(pwd)" ]; then
        "$python" -m venv --clear .venv
    fi
    pwd >.venv/place
    say "installing the locked packages ($group); the first time takes a minute"
    if with_uv; then
        :
    elif say "uv did not install; trying pip with the same locked versions and hashes" && with_pip; then
        :
    else
        fail "no packages could be installed: check the network, or set PIP_INDEX_URL to your mirror of PyPI."
    fi
    echo "$now" >".venv/locked-$group"
}

check_python
now=$(fingerprint)
installed || install
[ "$data" = no ] || .venv/bin/musanada setup
