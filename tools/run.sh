#!/bin/sh
# Set up, load the demonstration country into an empty database, say where it is and who may enter, serve.
set -eu
cd "$(dirname "$0")/.."
export MUSANADA_DEMONSTRATION="${MUSANADA_DEMONSTRATION:-yes}"
tools/setup.sh
.venv/bin/musanada demo load --if-empty
.venv/bin/musanada demo accounts
echo "http://127.0.0.1:${PORT:-8000}"
exec .venv/bin/musanada serve --port "${PORT:-8000}"
