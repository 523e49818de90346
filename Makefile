# Two commands do all their set-up themselves: `make demo` and `make test`.
#   make demo            crawl, archive, read and publish the bundled replica sites, then serve them (SERVE=0: do not serve)
#   make test            format, lint, types, import contracts, tests
#   make accuracy        the whole accuracy run over synthetic reports in every format (long)
#   make lock            refresh the lock files after a change of pyproject.toml (needs uv)

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
REPLAY := $(VENV)/replay
SERVE ?= 1
PORT ?= 8001
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
DEBIAN := chromium fonts-wqy-zenhei libreoffice-writer-nogui libreoffice-calc-nogui libarchive-tools libatomic1 nginx-light

.PHONY: demo test lint accuracy lock clean

demo: $(VENV)/.runtime
	$(BIN)/gxcrawl demo --port $(PORT) $(if $(filter 0,$(SERVE)),--no-serve)

test: $(VENV)/.test $(VENV)/.replay $(VENV)/.debian lint
	PATH="$$PATH:$(CURDIR)/$(REPLAY)/bin" $(BIN)/pytest -n auto --dist worksteal

lint: $(VENV)/.test
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .
	$(BIN)/mypy
	$(BIN)/lint-imports

accuracy: $(VENV)/.test $(VENV)/.debian
	$(BIN)/python -m benchmarks.accuracy

# Debian splits ensurepip off into python3-venv; it is installed when `python3 -m venv` cannot do without.
$(VENV)/bin/python:
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { $(SUDO) apt-get update -qq && $(SUDO) apt-get install -qq -y python3-venv; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: requirements.lock pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

$(VENV)/.test: requirements-test.lock pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-test.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@ $(VENV)/.runtime

# Tools of others that must read our archives run as processes of their own: what they import is nothing of ours.
$(VENV)/.replay: requirements-replay.lock | $(VENV)/bin/python
	$(PYTHON) -m venv $(REPLAY)
	$(REPLAY)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-replay.lock
	@touch $@

# The browser, the office and the proxy the tests drive, what the driver of the browser is linked against, and a font with
# Chinese letters.
$(VENV)/.debian: Makefile | $(VENV)/bin/python
	@command -v dpkg-query >/dev/null || { echo 'not Debian: install a Chromium, LibreOffice and a Chinese font yourself'; exit 0; }; \
	missing=$$(for package in $(DEBIAN); do dpkg-query -W -f '$${Status}' $$package 2>/dev/null | grep -q 'ok installed' || echo $$package; done); \
	[ -z "$$missing" ] || { $(SUDO) apt-get update -qq && DEBIAN_FRONTEND=noninteractive $(SUDO) apt-get install -qq -y --no-install-recommends $$missing; }
	@touch $@

lock:
	uv pip compile --quiet --upgrade --generate-hashes --no-header --no-emit-index-url --no-annotate --extra test --extra fast --extra ocr --extra cluster --extra parquet pyproject.toml -o requirements-test.lock
	uv pip compile --quiet --generate-hashes --no-header --no-emit-index-url --no-annotate --extra fast -c requirements-test.lock pyproject.toml -o requirements.lock
	uv pip compile --quiet --upgrade --generate-hashes --no-header --no-emit-index-url --no-annotate --group replay -o requirements-replay.lock

clean:
	rm -rf $(VENV) dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
