# make run: install into .venv what the app needs, and serve it.   make test: install what the tests need, and run them.
# PYTHON=python3.12 make test    picks the interpreter that .venv is made with.
PYTHON ?= python3
PORT ?= 8501
ADDRESS ?= 127.0.0.1
WORKERS ?= 2
UNDER ?=
BIN = .venv/bin

.PHONY: run serve-many test fix bench bench-browser bench-load soak walk sheet

run: .venv/app
	$(BIN)/python -m streamlit run app.py --server.port $(PORT)

# A kata as a file that checks itself, in my_katas, run whenever it is saved: make kata NAME=kmeans
.PHONY: kata
NAME ?= kmeans
kata: .venv/app
	$(BIN)/python -m katas.take $(NAME)

# Several servers behind nginx: docs/for-teachers.md. ADDRESS=0.0.0.0 lets the network in. UNDER=ml: all is under /ml/.
serve-many: .venv/app
	$(BIN)/python -m deploy.serve --workers $(WORKERS) --address $(ADDRESS) --port $(PORT) --path "$(UNDER)"

# What checks the code as it is written runs side by side, with what is installed for it; each tells all at its end.
SIDE_BY_SIDE = $(MAKE) --no-print-directory --jobs=4 $(if $(filter output-sync,$(.FEATURES)),--output-sync)

# Servers and processes that tests start find what is compiled; else each would compile all of it.
test: export PYTHONDONTWRITEBYTECODE =
test:
	@$(SIDE_BY_SIDE) formatted typed javascript compiled
	$(BIN)/python -m pytest

.PHONY: formatted typed javascript compiled
formatted: .venv/tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

typed: .venv/tests
	$(BIN)/mypy

javascript: node_modules/.package-lock.json
	node_modules/.bin/tsc
	node_modules/.bin/eslint static tests/js
	node --test tests/js/*.test.js

# Once, where three processes that begin to test would each; what cannot be imported they tell.
compiled: .venv/tests
	@$(BIN)/python -m pytest -n 0 --collect-only >/dev/null 2>&1 || true

# As `make test`, with 20 seeds for 5, and on every page what else is tried on a sample, in Firefox too: before a release,
# and when something changes that pages share.
.PHONY: test-all
test-all: export SEEDS = 20
test-all: export PAGES = all
test-all: export SENTENCES = 500
test-all: test
	$(MAKE) firefox

# In Firefox what a visitor does in Chromium: the visit of every page, and of those without a concept; and a room.
.PHONY: firefox
firefox: export FIREFOX = 1
firefox: .venv/tests
	sh tests/install_browser.sh
	$(BIN)/python -m pytest $(patsubst %,tests/browser/test_%.py,visit smoke home coding plan stories room)

# Which branches the tests without a browser go through; some minutes.
coverage: .venv/tests
	COVERAGE_FILE=.venv/coverage $(BIN)/python -m pytest tests methods concepts --ignore=tests/browser --cov-branch \
		--cov-report=term-missing:skip-covered $(addprefix --cov=,methods concepts figures sentences content data katas rehearsal ui)

fix: .venv/tests
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# docs/methods.md anew, from the docstrings of methods/.
.PHONY: docs
docs: .venv/app
	$(BIN)/python -m docs.list_methods

bench: .venv/tests .venv/bench
	$(BIN)/python -m benchmarks.run

bench-browser: .venv/tests
	$(BIN)/python -m benchmarks.browser

bench-load: .venv/tests
	$(BIN)/python -m benchmarks.load

# From a presenter's step to the last of 300 and 1,000 phones, on one server and on two.
.PHONY: bench-room
bench-room: .venv/tests
	$(BIN)/python -m benchmarks.room

# A full class for ten minutes: nothing may fail, and memory must not grow.
soak: .venv/tests
	$(BIN)/python -m benchmarks.soak

# The code broken in some twenty places, one at a time: do the tests notice?
.PHONY: faults
faults: .venv/tests
	$(BIN)/python -m benchmarks.faults

# The pictures in README.md, taken anew.
walk: .venv/tests
	$(BIN)/python -m benchmarks.walk

# The main figures of every page on one picture, light and dark: screenshots/sheet.png, to look at.
sheet: .venv/tests
	$(BIN)/python -m benchmarks.sheet

# Licences of all that is installed, and what is known against it. Where nobody can be asked, that is said.
.PHONY: audit fuzz coverage mutants
audit: .venv/app
	@test -x .venv/auditor/bin/pip-audit || { $(BIN)/python -m venv .venv/auditor && \
		.venv/auditor/bin/python -m pip install --quiet --disable-pip-version-check -r requirements-audit.txt; } || true
	$(BIN)/python -m deploy.audit

# Walks, links and messages that nobody means well with, some 20,000 of them. SEED=7 begins elsewhere.
SEED ?= 1
fuzz: .venv/tests
	$(BIN)/python -m tests.fuzz --seed $(SEED)

# Small faults in the array functions, one at a time: do the tests notice? Hours; MODULES="smote distances" for some.
mutants: .venv/tests .venv/mutants
	nice -n 19 $(BIN)/python -m benchmarks.mutants $(MODULES)

.venv/app: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Sightglass needs Python 3.11 or newer; this is " + sys.version)'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

.venv/tests: .venv/app requirements-test.txt node_modules/.package-lock.json
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-test.txt
	@touch $@

node_modules/.package-lock.json: package-lock.json .venv/browser
	npm ci --silent
	@touch $@

.venv/browser: tests/install_browser.sh
	sh tests/install_browser.sh
	@mkdir -p .venv
	@touch $@

.venv/bench: .venv/app requirements-bench.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-bench.txt
	@touch $@

.venv/mutants: .venv/app requirements-mutants.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-mutants.txt
	@touch $@
