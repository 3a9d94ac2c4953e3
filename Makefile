# From a bare clone: `make demo` to try it, `make test` to check it. Each does all of its own set-up.

PORT ?= 8000
SHELL := /bin/bash
PYTHON := .venv/bin/python
# Where a machine has no Python 3.12, as Debian 12, uv fetches one: here, where other users can read it.
export UV_PYTHON_INSTALL_DIR ?= $(CURDIR)/.tools/python
UV := $(or $(shell command -v uv),.tools/bin/uv)
APPS := config people wellbeing training workload programme
CATALOGUES := $(wildcard $(addsuffix /locale/th/LC_MESSAGES/django.po,$(APPS)))
# Commands that need settings but touch nothing secret.
MANAGE := SECRET_KEY=only-for-commands $(PYTHON) manage.py

.PHONY: demo test outside quick setup lint drill bench lock

demo: setup ## PORT=8000, RESET=1 to start afresh
	@exec $(PYTHON) -m config.launcher --port $(PORT) $(if $(filter 1,$(RESET)),--reset)

# A module stays with one process, so what its tests share is made once; who is done takes from others.
# One process more than processors (tests/conftest.py): browsers and programs are waited for.
SHARED := -n auto --dist worksteal

test: setup .venv/tests .venv/machine ## ARGS="tests/people -k chain" for some of it
	$(PYTHON) -m pytest $(if $(shell command -v redis-server),,-m "not redis") $(or $(ARGS),$(SHARED))

outside: setup .venv/tests .venv/outside ## what we publish, read by the programs of others
	$(PYTHON) -m pytest tests/outside -m outside $(ARGS)

# A change in one app is checked in less than a minute: without browsers, programs, migrations.
quick: setup .venv/tests ## the apps that changed; ARGS="tests/people -k chain" for others
	$(PYTHON) -m pytest --no-migrations $(SHARED) -m "not (browser or contract or process or redis)" \
	  $(or $(ARGS),$$($(PYTHON) -m tests.quick.changed))

setup: .venv/synced .venv/catalogues

.tools/bin/uv: requirements-uv.txt
	python3 -m venv .tools && .tools/bin/pip install --quiet --require-hashes -r requirements-uv.txt \
	  || python3 -m pip install --quiet --target .tools --require-hashes -r requirements-uv.txt
	@touch $@

.venv/synced: requirements.txt | $(UV)
	test -x $(PYTHON) || $(UV) venv --quiet --no-python-downloads --python '>=3.12' .venv 2>/dev/null \
	  || $(UV) venv --quiet --python 3.13 .venv
	$(UV) pip sync --quiet --require-hashes --compile-bytecode --python $(PYTHON) requirements.txt
	$(PYTHON) -m compileall -q $(APPS)
	@touch $@

.venv/catalogues: .venv/synced $(CATALOGUES)
	$(MANAGE) messages --compile
	@touch $@

# What only the tests need of Python.
.venv/tests: requirements-dev.txt .venv/synced
	$(UV) pip install --quiet --require-hashes --compile-bytecode --python $(PYTHON) -r requirements-dev.txt
	@touch $@

# What only the tests need of the machine: a Chromium, letters for the Thai in it, Pango and a reader
# for reports, a Redis.
.venv/machine: .venv/tests
	@sudo=$$([ $$(id -u) = 0 ] || echo "sudo -n"); \
	install() { command -v apt-get >/dev/null && { $$sudo apt-get install -qq -y "$$@" \
	  || { $$sudo apt-get update -qq && $$sudo apt-get install -qq -y "$$@"; }; } >/dev/null; }; \
	command -v chromium-headless-shell >/dev/null || install chromium-headless-shell \
	  || command -v chromium chromium-browser google-chrome >/dev/null \
	  || install chromium || $(PYTHON) -m playwright install chromium || exit 1; \
	[ -n "$$(fc-list :lang=th 2>/dev/null)" ] || install fonts-noto-core fontconfig \
	  || echo "No Thai font found: please install fonts-noto-core or another."; \
	ldconfig -p | grep -q libpangoft2-1.0 || install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
	  || echo "No Pango found: reports are tried without PDF."; \
	command -v pdffonts >/dev/null || install poppler-utils \
	  || echo "No pdffonts found: PDF files are not read by another program."; \
	command -v redis-server >/dev/null || install redis-server \
	  || echo "No redis-server found: the queue is tested on the database alone."
	@touch $@

# What looks at the code from outside is installed here alone: no demo and no test waits for it.
.venv/outside: requirements-outside.txt .venv/synced
	$(UV) pip install --quiet --require-hashes --python $(PYTHON) -r requirements-outside.txt
	@touch $@

lint: setup .venv/tests .venv/outside
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy --cache-dir .venv/mypy
	DJANGO_SETTINGS_MODULE=tests.settings $(PYTHON) manage.py makemigrations --check --dry-run
	$(MANAGE) messages --check

drill: setup .venv/tests .venv/machine ## some minutes of kills and crowds, a backup and its restore; for docs/operating.md
	DRILL=long $(PYTHON) -m pytest -q -p no:randomly tests/drills $(ARGS)
	$(PYTHON) -m tests.drills.long

bench: setup .venv/tests ## the table in docs/performance.md
	$(PYTHON) bench/run.py $(ARGS)

lock: | $(UV) ## after a change in pyproject.toml
	$(UV) pip compile --quiet --universal --python-version 3.12 --generate-hashes \
	  --no-emit-index-url pyproject.toml -o requirements.txt \
	  --custom-compile-command "make lock"
	$(UV) pip compile --quiet --universal --python-version 3.12 --generate-hashes \
	  --no-emit-index-url --group dev -c requirements.txt -o requirements-dev.txt \
	  --custom-compile-command "make lock"
	$(UV) pip compile --quiet --universal --python-version 3.12 --generate-hashes \
	  --no-emit-index-url --group outside -c requirements.txt -c requirements-dev.txt -o requirements-outside.txt \
	  --custom-compile-command "make lock"
	echo "# The tool that installs everything else, by version and hash: \`make lock\` renews it." \
	  > requirements-uv.txt
	echo uv | $(UV) pip compile --quiet --universal --python-version 3.9 --generate-hashes \
	  --no-emit-index-url --no-header --no-annotate - >> requirements-uv.txt
