# The one list of commands; CI calls the same ones.
# The comment line above a target is its help.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.gouji-installed
SYSTEM_STAMP := $(VENV)/.gouji-system-packages

DEMO := golden/reports/qinghe_2023.txt

# The folders that hold Python of ours; those that do not exist yet are left out.
SOURCES = $(wildcard extractor eval tests benchmarks scripts)

.DEFAULT_GOAL := help
.PHONY: help install run test check lint format types contracts stale schemas release-prompts bench bars lock clean

# Show this list
help:
	@awk '/^# /{text=substr($$0,3);next} /^[a-z-]+:/{if(text){sub(/:.*/,"");printf "%-16s %s\n",$$0,text}} {text=""}' Makefile

# Make .venv, install the locked packages, gouji itself and Debian's LibreOffice and Chromium; does nothing when up to date
install: $(STAMP) $(SYSTEM_STAMP)

$(STAMP): requirements.lock pyproject.toml
	@sh scripts/bootstrap.sh '$(PYTHON)' '$(VENV)'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input --no-deps --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input --no-deps --no-build-isolation -e .
	@touch $@

# Once for each .venv, whether it could install anything or not: it has said so.
$(SYSTEM_STAMP): scripts/system-packages.sh | $(STAMP)
	@sh scripts/system-packages.sh
	@touch $@

# Read one golden report without and with the local model, show it in the terminal, and both runs side by side
run: install
	$(BIN)/gouji run $(DEMO) -o out/demo-alone --fresh --llm off
	$(BIN)/gouji run $(DEMO) -o out/demo --fresh --llm local
	$(BIN)/gouji show $(DEMO)
	@$(BIN)/python -m scripts.side_by_side out/demo-alone out/demo

# Run every test on all cores, with branch coverage; a file's tests stay in one process, for what they share
test: install
	$(BIN)/python -m pytest -n auto --dist loadfile --cov --cov-report=term-missing:skip-covered $(PYTEST_ARGS)

# Run all gates but the tests
check: lint types contracts stale

# Check style, format, module length, and that released prompts have not changed
lint: install
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/python scripts/module_length.py $(SOURCES)
	$(BIN)/python -m scripts.released_prompts

# Repair style and format where a machine can
format: install
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

# Check types, tests included
types: install
	$(BIN)/basedpyright $(SOURCES)

# Check that imports keep to the layers
contracts: install
	$(BIN)/lint-imports --no-logo

# Check that generated files are up to date
stale: install
	$(BIN)/python -m scripts.generate --check

# Regenerate docs/reference
schemas: install
	$(BIN)/python -m scripts.generate

# List new versions of prompts as released; a released version never changes
release-prompts: install
	$(BIN)/python -m scripts.released_prompts --release

# Measure speed against the peers
bench: install
	$(BIN)/python -m benchmarks

# Measure the quality bars at full size
bars: install
	GOUJI_BARS=full $(BIN)/python -m pytest -m bars $(PYTEST_ARGS)

# Resolve requirements.lock anew from pyproject.toml; needs uv on the path or in .venv
lock:
	PATH="$(BIN):$$PATH" uv pip compile --quiet --upgrade --universal --python-version 3.11 --all-extras --generate-hashes \
	    --no-emit-index-url --custom-compile-command 'make lock' --output-file requirements.lock pyproject.toml

# Remove what runs, tests and tools left behind; .venv stays
clean:
	rm -rf out build dist htmlcov .coverage .coverage.* .hypothesis .import_linter_cache .pytest_cache .ruff_cache
	find $(SOURCES) -name __pycache__ -type d -prune -exec rm -rf {} +
