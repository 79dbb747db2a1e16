# Thin: each target is one command; the work is in tools/ and in the `musanada` command.
.DEFAULT_GOAL := help
.PHONY: help setup setup-dev run test bench audit lock messages

export PORT ?= 8000
export ONLY ARGS

help:  ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 20

setup:  ## .venv and a migrated empty database, from a bare clone
	@tools/setup.sh

setup-dev:  ## the same with the development tools
	@tools/setup.sh --dev

run:  ## set up, load the demonstration country, serve on 127.0.0.1:$PORT
	@tools/run.sh

test:  ## the whole suite on SQLite and PostgreSQL (ONLY=static|sqlite|postgresql|browser, ARGS="-k word")
	@tools/setup.sh --dev --no-data
	@.venv/bin/python tools/test.py $${ONLY:+--only $$ONLY} $$ARGS

bench:  ## benchmarks against baselines (ARGS="…")
	@tools/setup.sh --dev --no-data
	@.venv/bin/python -m bench $$ARGS

audit:  ## the dependencies: hashes, licences and, where there is a network, known holes and withdrawn versions
	@tools/setup.sh --dev --no-data
	@.venv/bin/python -m tools.audit_dependencies

lock:  ## lock the dependencies again and export them for pip
	@tools/lock.sh

messages:  ## bring the message catalogues to the texts of the code
	@.venv/bin/python tools/messages.py sync
