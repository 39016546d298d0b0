# make run: install into .venv what the app needs, and serve it.   make test: install what the tests need, and run them all.
# PYTHON=python3.12 make test    picks the interpreter that .venv is made with.
PYTHON ?= python3
PORT ?= 8501
BIN = .venv/bin

.PHONY: run test check fix bench

run: .venv/app
	$(BIN)/python -m streamlit run app.py --server.port $(PORT)

test: .venv/tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest

fix: .venv/tests
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: .venv/tests .venv/bench
	$(BIN)/python -m benchmarks.run

.venv/app: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Sightglass needs Python 3.11 or newer; this is " + sys.version)'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

.venv/tests: .venv/app requirements-test.txt tests/install_browser.sh
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-test.txt
	sh tests/install_browser.sh
	@touch $@

.venv/bench: .venv/app requirements-bench.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-bench.txt
	@touch $@
