# The workflow, as a page that runs. `make` alone lists it.
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

help:  ## what can be made
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 16

demo: $(VENV)/.runtime  ## try it: bot, sample town and phones in the browser, nothing else needed
	@$(BIN)/python -m bot demo

run: $(VENV)/.runtime  ## the bot itself, with the settings of .env
	@$(BIN)/python -m bot migrate && $(BIN)/python -m bot load && $(BIN)/python -m bot run

test: lint  ## linters, types and every test, on SQLite and PostgreSQL and in a browser
	@$(BIN)/python -m pytest --numprocesses 4 --dist loadfile  # on two cores: half the time a test waits for a process

lint: $(VENV)/.dev  ## style, types, and the directions of the imports
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --cache-dir .import_linter_cache

bench: $(VENV)/.dev  ## how fast, beside a baseline, in one run
	@$(BIN)/python -m tests.bench

lock: $(VENV)/.dev  ## choose the newest versions that fit and pin them with their hashes
	@$(BIN)/uv pip compile --quiet --upgrade $(LOCK) pyproject.toml --output-file requirements.txt
	@$(BIN)/uv pip compile --quiet --upgrade $(LOCK) pyproject.toml --group dev --constraint requirements.txt --output-file requirements-dev.txt

LOCK := --universal --python-version 3.11 --generate-hashes --no-annotate --no-emit-index-url --custom-compile-command 'make lock'

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; this is " + sys.version.split()[0])'
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: requirements.txt | $(VENV)/bin/python
	@echo "Installing what it needs (once) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt | $(VENV)/bin/python
	@echo "Installing what it needs for development (once) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-dev.txt
	@touch $@ $(VENV)/.runtime

.PHONY: help demo run test lint bench lock
