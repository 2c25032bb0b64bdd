# PyBirch: `make run` starts it, `make test` tests it. Both need only Python 3.11 or later and make.
.DEFAULT_GOAL := help
SHELL := /bin/sh
PYTHON ?= python3
VENV ?= .venv
PYTEST ?= -n 2 --dist loadfile
COVERED ?= tests/unit tests/contract
BIN := $(VENV)/bin
NPM := PATH="$(abspath $(BIN)):$$PATH" npm
MODULES := frontend/node_modules/.stamp

.NOTPARALLEL:
.PHONY: help run test lint types imports unit js frontend coverage bench screenshots lighthouse fonts docs site lock system clean

help: ## show the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(VENV)/.run-stamp $(VENV)/.package-stamp ## start PyBirch on the demo bench and print its address
	@[ ! -x $(BIN)/mkdocs ] || $(BIN)/python docs/build.py --if-stale || true
	@exec $(BIN)/python app.py

test: $(VENV)/.test-stamp system lint types imports js site unit ## every check and test

lint: $(VENV)/.test-stamp ## style
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: $(VENV)/.test-stamp ## types
	@$(BIN)/mypy

imports: $(VENV)/.test-stamp ## import contracts
	@$(BIN)/lint-imports --no-logo

js: $(MODULES) ## the scripts: style, imports, types, unit tests, and that assets/built is what they make
	@cd frontend && $(NPM) run --silent lint && $(NPM) run --silent types && $(NPM) run --silent check && $(NPM) run --silent test

frontend: $(MODULES) ## build the scripts and style sheets that browsers load into assets/built
	@cd frontend && $(NPM) run --silent build

unit: $(VENV)/.test-stamp $(MODULES) system ## the Python tests, browser tests included; a failed one is run once more, alone
	@$(BIN)/python tools/run_tests.py -q $(PYTEST) --durations=15

coverage: $(VENV)/.test-stamp system ## how much of the code its tests run; fails where that fell below what is recorded
	@rm -f .coverage .coverage.*
	@COVERAGE_FILE="$(CURDIR)/.coverage" $(BIN)/coverage run -m pytest -q $(PYTEST) $(COVERED)
	@$(BIN)/node --test --experimental-test-coverage --test-reporter=lcov --test-reporter-destination=.lcov \
	  $$(find frontend/tests -name '*.test.ts' | sort)
	@$(BIN)/coverage combine --quiet && $(BIN)/coverage report
	@$(BIN)/python tools/script_coverage.py .lcov

bench: $(VENV)/.test-stamp ## benchmarks beside their peers; writes benchmarks/results.json
	@PYTHONPATH=.:tests $(BIN)/python -m benchmarks

screenshots: $(VENV)/.test-stamp system ## pictures of every page into docs/screenshots
	@$(BIN)/python tools/screenshots.py

lighthouse: $(VENV)/.test-stamp system ## Lighthouse's scores of the main pages; needs npm
	@PATH="$(abspath $(BIN)):$$PATH" $(BIN)/python tools/lighthouse.py

fonts: $(VENV)/.test-stamp ## cut the fonts in assets/fonts again; needs npm
	@$(BIN)/python tools/fonts.py

docs: $(VENV)/.test-stamp ## write the reference pages that come from the code, and build the documentation
	@$(BIN)/python docs/generate.py
	@$(BIN)/python docs/build.py

site: $(VENV)/.test-stamp ## build the documentation that the server shows under /docs
	@$(BIN)/python docs/build.py --if-stale

lock: $(VENV)/.test-stamp ## write requirements*.txt anew from requirements*.in
	@$(BIN)/python tools/dependencies.py
	@for name in requirements requirements-dev; do \
	  $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --no-header --no-annotate \
	    $$name.in --output-file $$name.txt || exit 1; done

system: ## what the tests need from the system
	@sh tools/system.sh

clean: ## remove the environment and caches; data in var/ stays
	rm -rf $(VENV) .coverage .coverage.* .lcov .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(VENV)/bin/python:
	@sh tools/venv.sh "$(PYTHON)" "$(VENV)"

$(VENV)/.run-stamp: $(VENV)/bin/python requirements.txt
	@echo "Installing what PyBirch needs; this takes a minute or two the first time"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

# Puts `pybirch` into the environment; the code stays here, and the documentation is not built for it.
$(VENV)/.package-stamp: $(VENV)/.run-stamp pyproject.toml
	@HATCH_BUILD_NO_HOOKS=true $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

$(VENV)/.test-stamp: $(VENV)/bin/python requirements-dev.txt requirements-axe.txt
	@echo "Installing what PyBirch and its tests need; this takes some minutes the first time"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -r requirements-axe.txt
	@touch $@ $(VENV)/.run-stamp

# What the scripts are built and tested with; Node comes with the Python packages of the tests.
$(MODULES): $(VENV)/.test-stamp frontend/package-lock.json
	@echo "Installing what the scripts are built and tested with"
	@cd frontend && NODE_OPTIONS=--use-system-ca $(NPM) ci --loglevel=error --ignore-scripts --no-audit --no-fund
	@touch $@
