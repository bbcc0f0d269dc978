# Everything a checkout needs, with Python >= 3.11, make and git.
# All paths below are relative: a checkout in a path with spaces works. Override with: make PYTHON=/path/to/python3.13 setup

# The first Python on PATH that is new enough.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
  "$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$p"; break; }; done)
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.madoguchi-setup
PURE := not engine and not database and not stack and not program and not browser
PACKAGES := domain hosting activities workflows counter composition adapters web audit cli upkeep embedded sandbox bench chaos worker.py web_process.py starter.py

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_ROOT_USER_ACTION := ignore
export PIP_NO_INPUT := 1
export PYTHONUTF8 := 1
unexport PYTHONPATH PYTHONHOME VIRTUAL_ENV

.PHONY: help setup demo serve check fast browser screenshots test test-postgres bench lock clean compose-demo compose-up compose-down chaos commands

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

setup: $(STAMP) ## make .venv with the locked packages (about a minute, once; skipped when nothing changed)

$(STAMP): requirements.lock pyproject.toml
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "Python 3.11 or later was not found: install it, or say make PYTHON=/path/to/python3.11 setup" >&2; exit 3; }
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || { \
	  echo "setup 1/3: making the virtual environment $(VENV) with $$("$(PYTHON)" --version) (usually 5 s)"; \
	  "$(PYTHON)" -m venv --clear $(VENV) || { rm -rf $(VENV); \
	    echo "the virtual environment could not be made: install Python's venv module (Debian: apt install python3-venv)" >&2; exit 3; }; }
	@echo "setup 2/3: installing the locked packages, each checked by its hash (usually 30 s to 2 min, once)"
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock || { \
	  echo "the packages could not be installed: check the network or the package index pip is set to, then run this again" >&2; exit 3; }
	@echo "setup 3/3: putting the command $(BIN)/madoguchi in place (usually 5 s)"
	@$(BIN)/python -m pip install --quiet --no-index --no-deps --no-build-isolation --editable .
	@touch $@

demo: setup ## one request from submission to delivery on this machine, then stop
	@$(BIN)/madoguchi demo

serve: setup ## the whole stack with the sandbox city, until Ctrl-C
	@$(BIN)/madoguchi serve

compose-demo: setup ## the same request in containers, with Postgres and Temporal's own server; everything is removed after
	@$(BIN)/python -m embedded.compose demo

compose-up: setup ## the containers with the settings of .env, or with the sandbox city when there is no .env
	@$(BIN)/python -m embedded.compose up

compose-down: setup ## stop those containers; their data stay
	@$(BIN)/python -m embedded.compose down

check: setup ## formatting, lint, types, import rules, architecture tests (under a minute)
	@echo "check 1/5: ruff format"; $(BIN)/ruff format --check --quiet .
	@echo "check 2/5: ruff check"; $(BIN)/ruff check --quiet .
	@echo "check 3/5: mypy --strict"; $(BIN)/mypy --strict --no-error-summary $(PACKAGES)
	@echo "check 4/5: import contracts"; $(BIN)/lint-imports --no-logo
	@echo "check 5/5: architecture tests"; $(BIN)/python -m pytest tests/architecture -q

browser: setup ## what the tests of the pages need: Chromium, Java, two npm packages (installs what is missing where it may, else says how)
	@env PYTHONPATH=tests $(BIN)/python -m browser.tools.install

screenshots: browser ## make the pictures of the pages in docs/pages anew (about a minute)
	@$(BIN)/python -m pytest -q tests/browser/test_screenshots.py --write-screenshots

test: setup ## the checks and the whole test suite: pure tests side by side, then those on real servers
	@set -eu -o pipefail; report="$$(mktemp -d)"; trap 'rm -rf "$$report"' EXIT; start=$$SECONDS; story=""; failed=0; \
	part() { echo; echo "== $$1"; shift; "$$@" 2>&1 | tee "$$report/part"; }; \
	note() { if [ "$$1" = 0 ]; then story="$$story  passed  $$2"$$'\n'; else failed=1; story="$$story  FAILED  $$2"$$'\n'; fi; }; \
	summary() { tail -n 1 "$$report/part" | tr -d '='; }; \
	$(MAKE) browser || echo "the pages are not tried in a browser: their tests say why"; \
	code=0; part "1 of 4: checks" $(MAKE) check || code=$$?; note $$code "checks"; \
	code=0; part "2 of 4: pure tests, side by side" $(BIN)/python -m pytest -q -n 2 -m "$(PURE)" || code=$$?; \
	note $$code "pure tests: $$(summary)"; \
	code=0; part "3 of 4: tests on real servers and programs, two files side by side on servers of their own" \
	  $(BIN)/python -m pytest -q -n 2 --dist loadfile -m "not ($(PURE))" || code=$$?; \
	note $$code "tests on real servers: $$(summary)"; \
	code=0; part "4 of 4: the database's tests on Debian's Postgres, where it is installed" \
	  env MADOGUCHI_TEST_POSTGRES=debian $(BIN)/python -m pytest -n 2 tests/adapters/postgres || code=$$?; \
	note $$code "the database's tests on Debian's Postgres: $$(summary)"; \
	took="$$(( (SECONDS - start) / 60 )) min $$(( (SECONDS - start) % 60 )) s"; echo; printf '%s' "$$story"; \
	if [ $$failed = 0 ]; then echo "make test: everything passed in $$took"; \
	else echo "make test: FAILED in $$took; what failed is shown above"; exit 1; fi

fast: setup ## the tests to run after every change: no server, no program (about a minute; make fast PYTHON=python3.13 VENV=.venv-3.13 on another Python)
	@$(BIN)/python -m pytest -q -n 2 -m "$(PURE)"

test-postgres: setup ## every test on real servers once more, on Debian's Postgres, the oldest installed from 15 on (about 12 min)
	@MADOGUCHI_TEST_POSTGRES=debian $(BIN)/python -m pytest -n 2 --dist loadfile -m "not ($(PURE))"

SEED ?= 5
chaos: setup ## kill, cut off and race a real stack, then read everybody's books (about 25 min; SEED=7 CASE=name for one case)
	@$(BIN)/python -m chaos --seed "$(SEED)" $(if $(CASE),--case "$(CASE)") $(if $(filter development,$(SERVER)),--development)

commands: setup ## run every short command fifty times on a real stack, two at once; writes docs/reliability.md (about 15 min)
	@MADOGUCHI_TEST_RUNS=50 $(BIN)/python -m pytest -q -s tests/stack/test_commands.py --write-commands

bench: setup ## measure a request beside a bare engine and DBOS, and under load; writes docs/performance.md (about an hour, most of it 20,000 open requests)
	@$(BIN)/python -m bench --docs

lock: ## resolve both locks anew from pyproject.toml (needs a package index; versions stay unless they must move)
	@echo "lock 1/2: getting uv into a throw-away environment (usually 10 s)"
	@folder="$$(mktemp -d)"; trap 'rm -rf "$$folder"' EXIT; \
	"$(PYTHON)" -m venv "$$folder/venv"; \
	"$$folder/venv/bin/python" -m pip install --quiet uv==0.13.9; \
	echo "lock 2/2: resolving for all platforms and Python 3.11 upwards (usually 10 s)"; \
	"$$folder/venv/bin/uv" pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
	  --no-header --no-emit-index-url --no-emit-find-links \
	  --group embedded --group build --group dev --output-file requirements.lock >/dev/null; \
	"$$folder/venv/bin/uv" pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
	  --no-header --no-emit-index-url --no-emit-find-links \
	  --constraints requirements.lock --output-file requirements.production.lock >/dev/null

clean: ## remove the virtual environment, the data folder and every cache of this checkout
	rm -rf $(VENV) var .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
