# Everything runs in a virtual environment that is made on first use; only Python 3.11+ and make are needed.
# Extra tools (Chromium for browser tests, TeX for the PDF) are used where they are installed; see README.md.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed

.DEFAULT_GOAL := help
.PHONY: help setup check build pdf schema test test-fast test-all fuzz accept coverage lint format bench clean

# Tests start many processes: without bytecode each would compile the tool and its libraries again.
unexport PYTHONDONTWRITEBYTECODE

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(STAMP) ## make the virtual environment and install teitools in it

$(STAMP): pyproject.toml hatch_build.py $(wildcard src/teitools/native/*.[ch])
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "teitools needs Python 3.11 or newer; run make PYTHON=python3.12 (or the like)" >&2; exit 2; }
	@$(PYTHON) -m venv $(VENV) \
	  || { echo "no virtual environment can be made; on Debian: apt-get install python3-venv" >&2; exit 2; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $(STAMP)

check: $(STAMP) ## check the edition: well-formedness, schema, rules, pointers
	@$(BIN)/teitools check

build: $(STAMP) ## write the HTML, LaTeX and plain-text editions and the encoding guidelines to build/
	@$(BIN)/teitools build

pdf: $(STAMP) ## write the LaTeX edition and typeset it (needs TeX, see README.md)
	@$(BIN)/teitools build pdf

# TEI's Guidelines as data: p5subset.xml of a TEI release. Only this target and its test need it.
TEI_SOURCE ?= $(firstword $(TEITOOLS_P5) $(wildcard ../shared/tei/p5subset.xml))

schema: $(STAMP) ## write schema/*.rng, *.sch and the compiled ODD from schema/*.odd (needs TEITOOLS_P5)
	@test -n "$(TEI_SOURCE)" || { echo "name TEI's p5subset.xml: make schema TEITOOLS_P5=FILE" >&2; exit 2; }
	@$(BIN)/teitools odd compile schema/kafkas-seddi.odd --source "$(TEI_SOURCE)" \
	  --format rng --format sch --format odd --own-docs --no-rules

test: $(STAMP) ## run the tests: what every change must pass
	@$(BIN)/python -m pytest

test-fast: $(STAMP) ## run the tests that need neither browser nor TeX nor long: after every edit
	@$(BIN)/python -m pytest -m 'not slow and not campaign'

# Laws are tried on so many times as many examples as they say; make test takes half of what they say.
EXAMPLES ?= 10
test-all: $(STAMP) ## run everything: make test, laws on more examples, campaigns, validators in Java
	@EXAMPLES=$(EXAMPLES) $(BIN)/python -m pytest -m ''

# The same cases every time; SECONDS=60 stops early, CASES=500 tries fewer, FIRST=40000 others.
CASES ?= 40000
FIRST ?= 0
fuzz: $(STAMP) ## try damaged files on every command (40 min; SECONDS=60 for less); failures go to build/fuzz
	@PYTHONPATH=tests $(BIN)/python -m fuzz --first $(FIRST) --cases $(CASES) $(if $(SECONDS),--seconds $(SECONDS))

accept: $(STAMP) ## show how expected files differ from what is made now, then write them
	@$(BIN)/python -m pytest -n 0 -q -m '' --accept

coverage: $(STAMP) ## report which code no test runs, and which TEI elements no edition or test knows
	@$(BIN)/coverage erase
	@$(BIN)/coverage run -m pytest -q
	@$(BIN)/coverage combine --quiet
	@$(BIN)/coverage report
	@$(BIN)/python tests/support/styled.py

lint: $(STAMP) ## check style and types of the code
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

format: $(STAMP) ## bring the code into form
	@$(BIN)/ruff check --fix --quiet .
	@$(BIN)/ruff format .

bench: $(STAMP) ## measure speed and memory against peers
	@for script in check incremental relaxng growth schematron odd build ledger package export lsp cluster; do \
	  $(BIN)/python benchmarks/$$script.py || exit 1; done

clean: ## remove what builds and tests leave behind (not the virtual environment)
	rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage .coverage.*
	find . -name __pycache__ -not -path './$(VENV)/*' -prune -exec rm -rf {} +
