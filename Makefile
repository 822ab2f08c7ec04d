# 议事 · `make demo` shows it, `make test` proves it. Both need Python 3.11 or newer and nothing else.

.PHONY: demo test lint unit postgres stories format docs pictures bench wheel locks ready ready-dev clean
.NOTPARALLEL:
.DELETE_ON_ERROR:

export PIP_DISABLE_PIP_VERSION_CHECK = 1
PY = .venv/bin/python
FRONT = static/vendor/htmx.min.js

demo: ready
	@exec .venv/bin/yishi demo

test: ready-dev .venv/browser
	@exec $(PY) -m tests

lint unit postgres: ready-dev
	@exec $(PY) -m tests $@

stories: ready-dev .venv/browser
	@exec $(PY) -m tests $@

format: ready-dev
	@$(PY) -m ruff check --fix-only --quiet . && $(PY) -m ruff format .

docs: ready
	@exec .venv/bin/yishi docs

pictures: ready-dev .venv/browser # of the READMEs, taken by their story
	@exec $(PY) -m pytest --quiet e2e/stories/test_the_readmes_show_the_pages.py --pictures docs/img

bench: ready-dev .venv/bench
	@exec $(PY) -m bench

wheel: ready
	@$(PY) -m hatchling build -t wheel -d dist

clean: # what was installed and built; ./var, the data, stays
	rm -rf .venv node_modules static/vendor dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage test-results

# -- set-up, each part once; a later start only looks at the dates of these files ---------------------------------------

ready: .venv/ready $(FRONT)
ready-dev: ready .venv/dev

.venv/bin/python:
	@set -e; for python in $$PYTHON python3 python3.14 python3.13 python3.12 python3.11 python; do \
	  if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    echo "Making .venv with $$($$python -V)"; $$python -m venv --clear .venv; exit; fi; done; \
	echo "Yishi needs Python 3.11 or newer; give its path as PYTHON=..." >&2; exit 1

# uv where there is one (seconds), pip where there is not or where uv cannot reach what pip can.
INSTALL = install() { \
	  if command -v uv >/dev/null; then uv pip install --quiet --python $(PY) "$$@" && return; fi; \
	  $(PY) -m pip install --quiet "$$@"; \
	}; set -e; install

.venv/ready: requirements.txt pyproject.toml | .venv/bin/python
	@echo "Installing what Yishi runs on"
	@$(INSTALL) --require-hashes -r requirements.txt; install --no-deps --no-build-isolation -e .
	@touch $@

.venv/dev: requirements-dev.txt | .venv/ready
	@echo "Installing what its tests need"
	@$(INSTALL) --require-hashes -r requirements-dev.txt
	@touch $@

.venv/bench: requirements-bench.txt | .venv/ready
	@$(INSTALL) --require-hashes -r requirements-bench.txt
	@touch $@

# Front-end libraries come by npm; where there is no Node (or too old a one), it comes by pip.
$(FRONT): package.json package-lock.json | .venv/ready
	@echo "Fetching the front-end library"
	@if ! npm ci --ignore-scripts --silent 2>/dev/null; then \
	  $(INSTALL) --require-hashes -r requirements-node.txt; \
	  PATH="$(CURDIR)/.venv/bin:$$PATH" npm ci --ignore-scripts --loglevel=error; fi
	@mkdir -p static/vendor
	@cp node_modules/htmx.org/dist/htmx.min.js $@

.venv/browser: | .venv/dev
	@set -e; for browser in chromium chromium-browser google-chrome google-chrome-stable; do \
	  if command -v $$browser >/dev/null; then touch $@; exit; fi; done; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  echo "Installing Chromium"; apt-get update -qq; \
	  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk >/dev/null; \
	else $(PY) -m playwright install chromium; fi; touch $@

# Written anew after a change of the dependencies in pyproject.toml (`make locks UPGRADE=--upgrade` takes the newest).
# No line says where a package comes from.
COMPILE = $(PY) -m uv pip compile $(UPGRADE) --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate

locks: ready
	@$(PY) -m pip install --quiet uv
	@$(COMPILE) pyproject.toml --group build -o requirements.txt
	@$(COMPILE) pyproject.toml --group build --group dev -c requirements.txt -o requirements-dev.txt
	@$(COMPILE) --group bench -c requirements-dev.txt -o requirements-bench.txt
	@$(COMPILE) --group node -o requirements-node.txt
	@npm install --package-lock-only --silent
