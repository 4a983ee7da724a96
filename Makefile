# vidpipe: what people type. Every target makes .venv and installs what it needs first; the second time that is instant.
PYTHON ?= python3
BIN := .venv/bin
export DAGSTER_HOME := $(CURDIR)
export DAGSTER_DISABLE_TELEMETRY := 1
# Some images forbid Python to keep what it compiled: each of the hundreds of processes here would compile all of it anew.
unexport PYTHONDONTWRITEBYTECODE
# Two a core: many tests wait for processes, servers and each other.
WORKERS ?= $(shell $(PYTHON) -c 'import os; print(min(8, 2 * (os.cpu_count() or 1)))')
SLOWEST := --durations=15
SIDE_BY_SIDE = -n $(WORKERS) --dist worksteal
# One a core: these start processes of their own, and have to be done in time.
ONE_A_CORE := -n auto --maxprocesses 4 --dist worksteal

.DEFAULT_GOAL := help
.PHONY: help demo dev test test-slow test-nightly chaos lint format bench lock sbom audit clean

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 18

demo: .venv/.installed ## make one short video, offline, and say where it is
	@$(BIN)/vidpipe doctor --brief
	@$(BIN)/dagster job execute -m vidpipe_assets.definitions -j order_videos -c examples/demo.yaml
	@echo
	@$(BIN)/vidpipe path

dev: .venv/.installed ## Dagster's UI at http://localhost:3000 with the daemon; Ctrl-C ends both; PORT= for another port
	@exec $(BIN)/vidpipe dev $(if $(PORT),--port $(PORT))

test: .venv/.installed-dev ## unit, contract and integration tests
	@$(BIN)/pytest -q $(SLOWEST) $(SIDE_BY_SIDE) -m "not slow" tests

test-slow: .venv/.installed-dev ## the longer tests: browser, faults, fleet
	@$(BIN)/pytest -q $(SLOWEST) $(ONE_A_CORE) -m "slow and not nightly" tests || [ $$? -eq 5 ]

test-nightly: .venv/.installed-dev .venv-sdks/.installed ## the tests that take minutes each: sweeps of sixty days, full disks, backfills, make dev
	@VIDPIPE_SDKS_REQUIRED=1 $(BIN)/pytest -q -m nightly tests

# The services' own SDKs, which our fakes have to understand: in an environment of their own, as they are many.
.venv-sdks/.installed: tests/sdks/requirements.txt
	@$(PYTHON) -m venv .venv-sdks
	@.venv-sdks/bin/pip install -q -r tests/sdks/requirements.txt
	@touch $@

chaos: .venv/.installed-dev ## kill vidpipe N times (500) at random, look whether each video is made; SEED= CHAIN= LINE=quick ACTORS=1
	@PYTHONPATH=tests $(BIN)/python -m faults.chaos --kills $(or $(N),500) --seed "$(SEED)" --line $(or $(LINE),real) \
	  $(if $(CHAIN),--chain $(CHAIN)) $(if $(ACTORS),--actors)

lint: .venv/.installed-dev ## format, lint, types, import directions, definitions
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/pyright
	@$(BIN)/lint-imports
	@$(BIN)/dg check defs

format: .venv/.installed-dev ## put the code into form
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

bench: .venv/.installed-dev ## measure what the README states; results in .vidpipe/bench
	@for bench in tests/bench/bench_*.py; do echo "== $$bench"; PYTHONPATH=tests $(BIN)/python $$bench || exit 1; done

LOCK := uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-strip-extras \
	  --no-emit-index-url --no-emit-find-links --no-header --no-annotate -q
lock: ## renew the locks from pyproject.toml (needs uv)
	$(LOCK) -o requirements.lock
	$(LOCK) --extra fleet -c requirements.lock -o requirements-fleet.lock
	$(LOCK) --extra fleet --group dev -c requirements-fleet.lock -o requirements-dev.lock
	uv pip compile --group audit --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-emit-find-links --no-header --no-annotate -q -o requirements-audit.lock

sbom: .venv-audit/.installed ## what vidpipe is made of, as CycloneDX: vidpipe.cdx.json
	@.venv-audit/bin/cyclonedx-py requirements requirements-fleet.lock --pyproject pyproject.toml --output-reproducible \
	  --validate -o vidpipe.cdx.json && echo "written: vidpipe.cdx.json"

audit: .venv-audit/.installed ## ask PyPI's database for known faults in what is pinned
	@.venv-audit/bin/pip-audit -r requirements-fleet.lock --require-hashes --disable-pip --strict --progress-spinner off

clean: ## remove .venv and caches; videos and state (output, .vidpipe) stay
	rm -rf .venv .venv-audit vidpipe.cdx.json .pytest_cache .ruff_cache .hypothesis .import_linter_cache .coverage build *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "vidpipe needs Python 3.11 or newer; say which: make PYTHON=python3.12 …"; exit 1; }
	@$(PYTHON) -m venv .venv || { echo "on Debian and Ubuntu: apt install python3-venv"; rm -rf .venv; exit 1; }

.venv/.installed: requirements.lock pyproject.toml | .venv/bin/python
	@echo "installing what vidpipe needs into .venv (about 300 MB, two minutes)"
	@$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/pip install -q --disable-pip-version-check --no-deps -e .
	@touch $@

.venv/.installed-dev: requirements-dev.lock .venv/.installed
	@echo "installing the tools of development into .venv"
	@$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

.venv-audit/.installed: requirements-audit.lock
	@$(PYTHON) -m venv .venv-audit
	@.venv-audit/bin/pip install -q --disable-pip-version-check --require-hashes -r requirements-audit.lock
	@touch $@
