# What can be done here. `make demo` and `make test` need Python 3.11 or newer and nothing else.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
SOURCES := pyproject.toml $(shell find src -type f -not -name '*.pyc')

.PHONY: shots demo html test lint types docs site corpus eval gate figures bench faults train clean

demo: .venv/.demo  ## Read the example report.
	$(BIN)/dragoman read examples/strait_talks.txt

html: .venv/.demo  ## The example report as a page, build/reading.html.
	mkdir -p build
	$(BIN)/dragoman read --html --output build/reading.html examples/strait_talks.txt

test: .venv/.dev  ## All tests.
	$(BIN)/python -m pytest

lint: .venv/.dev  ## Style of the code.
	$(BIN)/ruff check .

types: .venv/.dev  ## Types of the package and the evaluations.
	$(BIN)/mypy

docs: .venv/.dev  ## Write the parts of the documents that are made from the code.
	$(BIN)/python docs/write.py

site: .venv/.dev  ## The documents as a site, build/site; every link is checked.
	$(BIN)/python -m docs.build

corpus: .venv/.dev  ## Every flaw of the dispatch corpus; nothing in dev or test too like train.
	$(BIN)/python -m corpus check
	$(BIN)/python -m corpus same --fast

eval: .venv/.dev  ## Score every task for which there is data.
	$(BIN)/python -m evals all

gate: .venv/.dev  ## Fail when a measure has fallen below its floor.
	$(BIN)/python -m evals gate

figures: .venv/.dev  ## The last scores into README.md and docs/accuracy.md.
	$(BIN)/python -m evals readme

bench: .venv/.dev  ## Speed and memory.
	$(BIN)/python -m benchmarks.speed

shots: .venv/.dev  ## Pictures of the desk: build/shots, and three of them in docs.
	$(BIN)/python -m docs.shots

faults: .venv/.dev  ## Kill what writes a record two hundred times, and bulk reading fifty times.
	DRAGOMAN_KILLS=200 $(BIN)/python -m pytest tests/faults
	DRAGOMAN_KILLS=50 $(BIN)/python -m pytest -s tests/serve/bulk/test_bulk.py -k killed_at_any_moment

train: .venv/.train  ## The weights anew, with a fixed seed.
	$(BIN)/python -m train --fresh

clean:  ## Forget the environment and all that was made.
	rm -rf .venv build dist

$(BIN)/python:
	$(PYTHON) -m venv .venv

.venv/.demo: $(BIN)/python $(SOURCES)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check .
	touch $@

.venv/.dev: $(BIN)/python pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@

.venv/.train: .venv/.dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,train]'
	touch $@
