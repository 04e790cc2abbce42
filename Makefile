# Everything sets itself up: only Python 3.11+, git and make are needed.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
UV := uvx --from uv==0.13.9 uv

.PHONY: help demo test lint bench soak lock clean
help: ## show this
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Waypost needs Python 3.11 or newer: make PYTHON=python3.12 …")'
	@echo "Setting up $(VENV) from requirements.lock (once) …"
	@$(PYTHON) -m venv --clear $(VENV)
	@$(BIN)/python -m pip -qq --disable-pip-version-check install --require-hashes --only-binary :all: --no-deps -r requirements.lock
	@$(BIN)/python -m pip -qq --disable-pip-version-check install --no-deps --no-build-isolation --no-index --editable .
	@touch $@

demo: $(READY) ## open a pull request and an issue on a stand-in GitHub and show what Waypost says (ONCE=1, REPO=path BASE=rev HEAD=rev ORG=folder)
	@$(BIN)/python -m tests.demo $(if $(ONCE),--once) $(if $(REPO),--repo "$(REPO)") $(if $(BASE),--base "$(BASE)") $(if $(HEAD),--head "$(HEAD)") $(if $(ORG),--organisation "$(ORG)")

test: $(READY) ## run the tests
	$(BIN)/python -m pytest -q -n 2 $(ARGS)

lint: $(READY) ## ruff, types, import contracts, workflows
	$(BIN)/ruff check app action tests
	$(BIN)/ruff format --check app action tests
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/zizmor --offline --quiet action.yml .github/workflows
	$(BIN)/actionlint

bench: $(READY) ## measure, in ratios of one run (long)
	$(BIN)/python -m tests.bench

soak: $(READY) ## kill the App under load, again and again (long)
	$(BIN)/python -m pytest -q tests/soak --soak

lock: ## renew the lock files from pyproject.toml
	$(UV) pip compile --quiet --no-config --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate pyproject.toml --extra app --extra search --extra semantic --group dev -o requirements.lock
	$(UV) pip compile --quiet --no-config --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate pyproject.toml -c requirements.lock -o action/requirements.lock

clean: ## remove what set-up made
	rm -rf $(VENV)
