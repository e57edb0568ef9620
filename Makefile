# make site   build the campaign: kit in build/kit, site in build/site
# make serve  live preview on http://127.0.0.1:8000
# make test   lint, types and all tests (installs a browser and LibreOffice if none is found)
# make coverage  the tests again, with the share of branches that they take
# make lighthouse  scores of the built site, as a phone sees it (needs Node; Lighthouse comes from the npm registry)
# make changes  which artefacts look different, after an upgrade of a library
# make soak   the long run: kills, faults, 500 edits of the preview
# make contact  every template in every size and look on one picture, build/contact.png, to be gone over by eye
# make bench  measure against floors and peers (BENCH=poster: one table only)

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
# Test files at a time, each by one worker, the long ones first: more than cores, since browsers are waited for.
ALL    := -n 4 --dist loadfile --no-loadscope-reorder
PIP    := $(BIN)/python -m pip --disable-pip-version-check install --quiet

.PHONY: site serve check test coverage lint lighthouse contact bench soak changes lock audit fonts clean

site: $(VENV)/.ready
	$(BIN)/campaign build

serve: $(VENV)/.ready
	$(BIN)/campaign serve

check: $(VENV)/.ready
	$(BIN)/campaign check

test: $(VENV)/.ready-dev lint
	$(BIN)/python scripts/browser.py
	$(BIN)/python scripts/old_browser.py $(VENV)-old
	$(BIN)/python scripts/office.py
	$(BIN)/python -m pytest $(ALL)

# Branches that the tests take, module by module, workers and subprocesses included; fails below 95 %.
coverage: $(VENV)/.ready-dev
	$(BIN)/python scripts/browser.py
	$(BIN)/python scripts/old_browser.py $(VENV)-old
	$(BIN)/python scripts/office.py
	$(BIN)/coverage erase
	COVERAGE_FILE=$(CURDIR)/.coverage $(BIN)/coverage run -m pytest $(ALL)
	$(BIN)/coverage combine --quiet
	$(BIN)/python scripts/branches.py

lint: $(VENV)/.ready-dev
	$(BIN)/ruff check scripts tests
	$(BIN)/ruff format --check scripts tests
	$(BIN)/mypy

lighthouse: site
	$(BIN)/python scripts/lighthouse.py

contact: $(VENV)/.ready
	$(BIN)/python scripts/contact.py

# Which artefacts look different since the table was written (ARGS=--update writes it anew).
changes: $(VENV)/.ready-dev
	PYTHONPATH=tests $(BIN)/python tests/changes.py $(ARGS)

# Hours: every change to the disk cut off, 500 kills, 500 edits of the live preview, examples never tried before.
soak: $(VENV)/.ready-dev
	KILLS=500 EVERY=1 EDITS=500 PATIENCE=36000 $(BIN)/python -m pytest -n 2 --dist worksteal tests/test_interruption.py tests/test_faults.py tests/test_serve.py
	RANDOM_EXAMPLES=1 $(BIN)/python -m pytest $(ALL) -m "not browser"
	WHOLE=1 PATIENCE=900 $(BIN)/python -m pytest tests/test_interruption.py -k "whole_folders"
	WHOLE=1 $(BIN)/python -m pytest -n 2 --dist worksteal tests/test_access.py tests/test_player.py tests/test_recovery.py tests/test_search.py tests/test_contact.py

bench: $(VENV)/.ready-dev $(VENV)-bench/.ready
	PYTHONPATH=scripts $(BIN)/python -m bench $(BENCH)

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11 site"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.ready: requirements.txt pyproject.toml | $(VENV)/bin/python
	@echo "Installing the locked dependencies into $(VENV) ..."
	$(PIP) --require-hashes -r requirements.txt
	$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.ready-dev: requirements-dev.txt $(VENV)/.ready
	@echo "Installing what the tests need ..."
	$(PIP) --require-hashes -r requirements-dev.txt
	@touch $@

# Typst, WeasyPrint, moviepy: peers of `make bench`, apart from what the kit itself uses.
$(VENV)-bench/.ready: requirements-bench.txt | $(VENV)/bin/python
	@echo "Installing the peers to measure against into $(VENV)-bench ..."
	$(PYTHON) -m venv $(VENV)-bench
	$(VENV)-bench/bin/python -m pip --disable-pip-version-check install --quiet --require-hashes -r requirements-bench.txt
	@touch $@

# Needs uv; run after changing the dependencies in pyproject.toml.
lock:
	uv pip compile pyproject.toml --universal --generate-hashes --python-version 3.11 --no-annotate -o requirements.txt
	uv pip compile pyproject.toml --extra dev --universal --generate-hashes --python-version 3.11 --no-annotate -c requirements.txt -o requirements-dev.txt
	uv pip compile --group bench --universal --generate-hashes --python-version 3.11 --no-annotate -o requirements-bench.txt
	uv pip compile --group old-browser --generate-hashes --python-version 3.11 --no-annotate -o requirements-old-browser.txt

# Known faults of the locked dependencies; needs a network, and is run by hand before a release.
audit:
	$(PYTHON) -m venv $(VENV)-audit
	$(VENV)-audit/bin/python -m pip --disable-pip-version-check install --quiet pip-audit
	$(VENV)-audit/bin/pip-audit --require-hashes --requirement requirements.txt

fonts: $(VENV)/.ready
	$(BIN)/python scripts/make_fonts.py

clean:
	rm -rf build
