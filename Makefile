# Everything a newcomer needs: `make demo` shows it working, `make test` checks all of it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: help demo test check unit format clean readers bench fuzz quality
help:
	@echo "make demo     a small newsroom on loopback: the main job, nothing to configure, no internet"
	@echo "make test     format, lint, types, layers, every test and the quality floors"
	@echo "make quality  how well stories are recognised, held to its floors (minutes where shared/data is)"
	@echo "make fuzz     reading on documents by chance, until it is stopped (FUZZ=-runs=100000 bounds it)"
	@echo "make bench    taking in beside other programs, story identity beside other methods, its cost (minutes)"
	@echo "make format   rewrite the code in the house's format"

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Dateline needs Python 3.11 or newer: make PYTHON=python3.11 …")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

$(VENV)/.dev: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@ $(VENV)/.run

$(VENV)/.bench: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[bench]'
	@touch $@

demo: $(VENV)/.run
	$(BIN)/dateline demo

test: check unit

check: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# Modules are compiled once, whatever the environment says: not by each process that tests start.
unit: $(VENV)/.dev readers
	PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n 4 --dist loadfile --no-loadscope-reorder

# Feed readers and a browser that some tests drive: installed where that is allowed, else those tests say
# that they were skipped and why.
readers:
	@sh tests/readers.sh

quality: $(VENV)/.dev
	$(BIN)/python -m tests.quality

fuzz: $(VENV)/.dev
	mkdir -p $(VENV)/fuzz/found
	$(BIN)/python -m bench.fuzz $(VENV)/fuzz/found -artifact_prefix=$(VENV)/fuzz/ -max_len=20000 $(FUZZ)

bench: $(VENV)/.bench
	$(BIN)/python -m bench.ingest
	$(BIN)/python -m bench.compare
	$(BIN)/python -m bench.scale --sizes 10000 100000

format: $(VENV)/.dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean:
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
