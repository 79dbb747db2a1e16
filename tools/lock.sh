#!/bin/sh
# Lock the dependencies and export the same versions and hashes for pip. `tools/lock.sh --check` changes nothing.
set -eu
cd "$(dirname "$0")/.."
# The lock would record whatever index the environment names: only the public one may enter it.
unset UV_DEFAULT_INDEX UV_INDEX UV_INDEX_URL UV_EXTRA_INDEX_URL UV_FIND_LINKS
uv=.venv/bin/uv
export_list() { "$uv" export --quiet --frozen --no-emit-project --no-annotate --no-header "$@"; }

if [ "${1:-}" != --check ]; then
    "$uv" lock
    export_list --no-dev -o requirements.txt
    export_list -o requirements-dev.txt
    {
        echo "# Pins the installer itself. Made by \`make lock\`."
        "$uv" --version | sed 's/uv \([0-9.]*\).*/uv==\1/' |
            "$uv" pip compile --quiet --generate-hashes --no-annotate --universal --no-header -
    } >tools/uv.txt.part
    mv tools/uv.txt.part tools/uv.txt
else
    "$uv" lock --check
    export_list --no-dev | diff -u requirements.txt -
    export_list | diff -u requirements-dev.txt -
fi
