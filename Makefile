# Everything that CI runs is one target here. `make guide` and `make test` set up what they need, once.

# The first Python of the machine that is new enough; `make PYTHON=/path/to/python` names another.
PYTHON ?= $(firstword $(foreach name,python3 python3.14 python3.13 python3.12 python3.11 python,$(shell $(name) -c 'import sys; sys.version_info >= (3, 11) and print("$(name)")' 2>/dev/null)))
BIN := .venv/bin
READY := .venv/ready

export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: guide test test-site test-rest check bench fix serve wheel lock clean help

help: ## list the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 10

guide: $(READY) ## check and replay the data, build the site into site/
	$(BIN)/phasebook check --strict
	$(BIN)/phasebook simulate
	$(BIN)/phasebook build

serve: $(READY) ## show the guide in the browser while the data changes
	$(BIN)/phasebook serve

test: $(READY) ## run the tests
	@sh tests/browser.sh
	@sh tests/editor.sh
	@$(MAKE) --no-print-directory -j 2 test-site test-rest

# The tests of the site wait for a build and a browser; the others run beside them.
test-site:
	$(BIN)/python -m pytest -q tests/site

test-rest:
	$(BIN)/python -m pytest -q tests --ignore tests/site

check: $(READY) ## lint, types, imports, dead code, spelling, data
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	MYPYPATH=tests/kit $(BIN)/mypy tests --exclude conftest
	$(BIN)/lint-imports --no-cache
	$(BIN)/vulture
	$(BIN)/codespell
	$(BIN)/phasebook check --strict

bench: $(READY) ## measure the engines against each other, and our share of a build
	$(BIN)/python bench/speed.py
	$(BIN)/python bench/spin.py
	$(BIN)/python bench/planner.py
	$(BIN)/python bench/site.py

fix: $(READY) ## mend what a tool can mend
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

wheel: $(READY) ## build the package into dist/
	$(BIN)/python -c 'import hatchling.build as build; build.build_sdist("dist"); print("dist/" + build.build_wheel("dist"))'

lock: $(READY) ## resolve the dependencies anew (needs uv)
	uv pip compile --universal --generate-hashes --python-version 3.11 --no-header --upgrade --group dev pyproject.toml -o requirements.lock

clean: ## forget the environment and what was built
	rm -rf .venv site build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(READY): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Phasebook needs Python 3.11 or newer: install it, or name it with make PYTHON=/path/to/python" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' || { echo "this Python has no venv: install its venv package, or name another with make PYTHON=/path/to/python" >&2; exit 1; }
	$(PYTHON) -m venv --clear .venv
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@
