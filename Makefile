# Needs git, make and python3 with venv; everything else is installed into .venv from hashed locks.
# No target needs a terminal or standard input.

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
SWAP ?=
SECONDS ?= 60
SEED ?=
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
UV := $(BIN)/uv --no-progress
READY := $(VENV)/.ready $(patsubst %,src/detente/locale/%/LC_MESSAGES/detente.mo,en zh)

export PYTHONUTF8 := 1

.PHONY: help setup lint test test-slow model formats demo dialogue screens bench bindings fuzz simulate mutants kill verifier agreement locks freeze clean

help: ## print this list
	@awk -F ':.*## ' '/^[a-z][a-z-]*:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

setup: $(READY) ## make .venv from the hashed locks (every target below does this itself)

# uv is fast but does not read pip's configuration, so it is told pip's certificate file if it has none of its own;
# where the locks can only be met through pip's own settings (another index, a folder of wheels), pip does it.
$(VENV)/.uv: requirements/bootstrap.lock
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(PIP) install --quiet --require-hashes -r requirements/bootstrap.lock
	@touch $@

$(VENV)/.ready: $(VENV)/.uv requirements/dev.lock pyproject.toml
	@rm -f $@
	@cert="$${SSL_CERT_FILE:-$$($(PIP) config list | sed -nE "s/^(global|install|:env:)\.cert='(.*)'$$/\2/p" | tail -n 1)}"; \
	if [ -n "$$cert" ]; then export SSL_CERT_FILE="$$cert"; fi; \
	$(UV) pip sync --quiet --compile-bytecode --python $(BIN)/python --require-hashes requirements/bootstrap.lock requirements/dev.lock \
	|| { echo "setup: uv could not install the locks; trying pip with its own configuration" >&2; \
	     $(PIP) install --quiet --require-hashes -r requirements/dev.lock; }
	@$(UV) --offline pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $@

# What the software reads of the catalogue; git holds the .po alone.
src/detente/locale/zh/LC_MESSAGES/detente.mo: src/detente/locale/click-zh.po
src/detente/locale/%/LC_MESSAGES/detente.mo: src/detente/locale/%.po scripts/catalogue.py | $(VENV)/.ready
	@$(BIN)/python scripts/catalogue.py build $*

lint: $(READY) ## ruff, mypy --strict, import contracts
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy --strict --no-error-summary
	@said=$$($(BIN)/lint-imports --no-logo 2>&1) || { printf '%s\n' "$$said"; exit 1; }
	@echo "lint: ruff, mypy --strict and the import contracts have nothing to say"

# pytest's summary is the last line printed, here and in test-slow.
test: lint ## lint, then every test that is not slow
	@$(BIN)/python -m pytest -n auto -m "not slow" < /dev/null

# At least the wheel test is slow, so pytest's "no tests ran" (status 5) is a failure here like any other.
test-slow: $(READY) ## the slow tests
	@$(BIN)/python -m pytest -m slow < /dev/null

# Says what to install when spin or cc is missing; .ci/run installs them.
model: $(READY) ## check the delivery protocol and every broken variant of it with spin
	@$(BIN)/python spec/model/check.py --out build/model < /dev/null

formats: $(READY) ## the annex of formats: every form, blank and with an example, PDF and DOCX, in build/formats
	@rm -rf build/formats
	@$(BIN)/python -m detente.cli formats --out build/formats < /dev/null

demo: $(READY) ## two offices on this machine exchange their first messages (SWAP=1 changes their places)
	@SWAP="$(SWAP)" $(BIN)/python -m detente.demo < /dev/null

dialogue: $(READY) ## two nodes say an example dialogue again, to a third meeting; homes and the printed page in build/dialogue
	@$(BIN)/python -m detente.demo.dialogue < /dev/null

screens: $(READY) ## draw every page of the desk to build/screens (PAGES="queue matter" for some; needs chromium)
	@$(BIN)/python scripts/screens.py $(PAGES) < /dev/null

bench: $(READY) ## measure; the figures go to build/bench
	@$(BIN)/python -m bench < /dev/null

simulate: $(READY) ## simulated worlds for SECONDS_OF_SEEDS seconds (FROM is the first seed; SEED=n tells one)
	@$(BIN)/python -m detente.sim $(if $(SEED),--seed $(SEED),--seconds $(or $(SECONDS_OF_SEEDS),30) --from $(or $(FROM),1)) < /dev/null

mutants: $(READY) ## change one operator of line/ or trust/ at a time, N=120 drawn by DRAW=1: is it noticed by simulated worlds?
	@$(BIN)/python -m faults.mutants --number "$(or $(N),120)" --draw "$(or $(DRAW),1)" < /dev/null

kill: $(READY) ## kill and hinder two real nodes for SECONDS=60, then say what both sides hold (strace makes it exact; PLACES=1: as many places as there are)
	@$(BIN)/python -m faults.kill --seconds "$(SECONDS)" $(if $(SEED),--seed "$(SEED)") $(if $(PLACES),--places) < /dev/null

bindings: $(READY) ## take each check of the verifier away, one at a time, and see that its test notices; docs/bindings.md
	@$(BIN)/python -m faults.bindings < /dev/null

# atheris has wheels for Python 3.11 and not for every other, so it has an environment of its own.
.venv-fuzz/.ready: requirements/fuzz.lock pyproject.toml $(VENV)/.uv
	@rm -f $@
	@test -x .venv-fuzz/bin/python || $(PYTHON) -m venv .venv-fuzz
	@.venv-fuzz/bin/python -m pip --disable-pip-version-check --no-input install --quiet --require-hashes -r requirements/fuzz.lock
	@echo "$(CURDIR)/src" > "$$(.venv-fuzz/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/detente.pth"
	@touch $@

fuzz: .venv-fuzz/.ready ## fuzz every reader for SECONDS=60 in all (TARGETS="bundle note …" for some); docs/fuzzing.md
	@.venv-fuzz/bin/python -m fuzz --seconds "$(SECONDS)" $(TARGETS) < /dev/null

verifier: $(READY) ## build verifier/cli.mjs and verifier/detente-verifier.html again, byte for byte (needs npm)
	@command -v npm > /dev/null || { echo "npm is needed to build the second verifier (Debian: npm); running it needs node alone" >&2; exit 1; }
	@$(BIN)/python scripts/verifier_words.py
	@cd verifier && npm ci --ignore-scripts --no-audit --no-fund --silent < /dev/null && node build.mjs
	@cd verifier && sha256sum cli.mjs detente-verifier.html LICENSES.txt

agreement: $(READY) ## show N=2000 bent files to both verifiers and compare their whole answers (SEED=1, FROM=0)
	@$(BIN)/python -m faults.agreement --number "$(or $(N),2000)" --seed "$(or $(SEED),1)" --from "$(or $(FROM),0)" < /dev/null

locks: $(VENV)/.uv ## compile requirements/*.in to hashed locks that name no index (UPGRADE=1 takes newer releases)
	@for name in bootstrap run desk dev fuzz; do \
	  $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	    $(if $(UPGRADE),--upgrade) --output-file requirements/$$name.lock requirements/$$name.in > /dev/null; \
	done
	@! grep -n '://' requirements/*.lock

freeze: $(READY) ## what freezing the protocol would cover, or how it differs from what is frozen (VERSION=1 writes spec/FROZEN)
	@$(BIN)/python scripts/freeze.py $(if $(VERSION),--write $(VERSION))

clean: ## remove what the targets above made
	rm -rf $(VENV) .venv-fuzz build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	rm -rf src/detente/locale/*/LC_MESSAGES
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
