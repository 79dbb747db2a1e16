#!/bin/sh
# Set up, load the demonstration country into an empty database, say who may enter, serve.
set -eu
cd "$(dirname "$0")/.."
tools/setup.sh
messages=$(mktemp)
trap 'rm -f "$messages"' EXIT

echo "run: an empty database gets the demonstration country now; that takes a minute" >&2
status=0
.venv/bin/musanada demo load --unpublished 2>"$messages" >&2 || status=$?
case $status in
    0 | 3) ;; # 3: the database holds something already, so it is served as it is
    *) cat "$messages" >&2; exit "$status" ;;
esac
# The annual report computes every figure of the year: its pages come a minute after the others.
[ "$status" -ne 0 ] || .venv/bin/musanada demo publish </dev/null >/dev/null 2>&1 &
.venv/bin/musanada demo accounts || true
rm -f "$messages"
echo "second factor: .venv/bin/musanada demo code USER prints the code that the sign-in page asks for" >&2
echo "http://127.0.0.1:${PORT:-8000}/"
exec .venv/bin/musanada serve --port "${PORT:-8000}"
