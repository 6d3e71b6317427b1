# Two commands do everything on a fresh machine: `make run` (the main job) and `make test`.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
HOME_DIR := $(if $(CCHC_HOME),$(CCHC_HOME),$(CURDIR)/data)
export DAGSTER_DISABLE_TELEMETRY := yes
export GX_ANALYTICS_ENABLED := false

.PHONY: run browser test lint types check ui bench setup clean help

help: ## list the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

setup: $(READY) .env ## virtual environment with the pinned dependencies, and .env for Dagster

run: setup ## the main job: made-up submissions in, checked, ranked, released, and told in plain words
	@$(BIN)/cchc demo
	@$(BIN)/cchc run

ui: setup ## Dagster's web UI on http://127.0.0.1:3000
	$(BIN)/python -c "from pipelines.runs import dagster_home; from warehouse.home import Home; dagster_home(Home.from_env())"
	$(BIN)/dagster dev -h 127.0.0.1 -p $${PORT:-3000}

test: setup browser ## the whole test suite
	$(BIN)/python -m pytest -n 2 $(ARGS)

browser: # a real browser and a real office program, for the tests that look at pages and workbooks
	@command -v chromium >/dev/null && command -v soffice >/dev/null || { \
		echo "chromium and libreoffice-calc are missing; installing them with apt (tests that need them skip where that fails, and fail in CI)"; \
		{ apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium libreoffice-calc; } >/dev/null 2>&1 || true; }

lint: setup ## ruff
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: setup ## mypy
	$(BIN)/mypy

check: lint types test ## all that CI does

bench: setup ## ingest, checks and scoring at 1x, 10x, 100x of the demo, beside bare DuckDB
	$(BIN)/python -m bench $(ARGS)

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed (apt-get install python3)"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) 2>/dev/null || { \
		echo "python3-venv is missing; installing it with apt"; rm -rf $(VENV); \
		apt-get update -qq && apt-get install -y -qq python3-venv && $(PYTHON) -m venv $(VENV); }
	@echo "Setting up (once): pinned dependencies from requirements.lock"
	@$(BIN)/python -m pip install -q uv==0.13.9 2>/dev/null || echo "uv not to be had; using pip (slower)"
	@if test -x $(BIN)/uv; then \
		VIRTUAL_ENV=$(CURDIR)/$(VENV) $(BIN)/uv pip sync -q --compile-bytecode --require-hashes requirements.lock; \
	else \
		$(BIN)/python -m pip install -q --require-hashes -r requirements.lock; fi
	@$(BIN)/python -m pip install -q --no-deps --no-build-isolation -e .
	@$(BIN)/python -m compileall -q assets checks pipelines warehouse # else each process does it where none may write byte code
	@touch $@

.env: Makefile
	@mkdir -p $(HOME_DIR)/dagster
	@printf 'CCHC_HOME=%s\nDAGSTER_HOME=%s/dagster\nDAGSTER_DISABLE_TELEMETRY=yes\nGX_ANALYTICS_ENABLED=false\n' "$(HOME_DIR)" "$(HOME_DIR)" > $@

clean: ## remove the virtual environment (never data)
	rm -rf $(VENV) .env
