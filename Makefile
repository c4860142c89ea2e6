# One-word tasks. `make` alone prints them.

DATA_DIR ?= $(CURDIR)/var
export DATA_DIR
PYTHON := .venv/bin/python
TESTER := .venv-test/bin/python
# What pytest answers when TESTS= names tests of the other kind alone.
NONE_CHOSEN := 5
# Where tests that measure time are: to load all the others would take longer than to run these.
ALONE = $(shell grep -rl --include='test_*.py' 'mark\.alone' tests)
CODE := app.py dashboards data layers twin workshop
VENDOR := assets/vendor/manifest.json

.PHONY: help run test check audit built prove pictures bench soak services lock data

help: ## Print this list
	@grep -E '^[a-z]+: .*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 18

run: .venv/ready $(VENDOR) data ## Set up, build the data, and serve an opened example workshop
	@$(PYTHON) -m compileall -q $(CODE) # every start is quicker for it
	@exec $(PYTHON) app.py --example

data: .venv/ready ## Build the library of facts (again only when something has changed)
	@$(PYTHON) -m data.build

test: .venv-test/ready $(VENDOR) ## Install what tests need, check the code, and run every test
	@scripts/setup.sh browser
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target check audit built
	@$(TESTER) -m pytest -n 2 --dist loadfile --no-loadscope-reorder -m "not alone" $(TESTS) || test $$? -eq $(NONE_CHOSEN)
	@$(TESTER) -m pytest -m alone $(or $(TESTS),$(ALONE)) || test $$? -eq $(NONE_CHOSEN)

check: .venv-test/ready node_modules/ready ## ruff, pyright and the import rules
	@.venv-test/bin/ruff check .
	@.venv-test/bin/ruff format --check .
	@node_modules/.bin/pyright --pythonpath $(TESTER)
	@.venv-test/bin/lint-imports

audit: .venv-test/ready ## Dangerous calls, secrets, and the list of all parts (sbom.json)
	@$(TESTER) -m scripts.audit

built: .venv-test/ready
	@$(TESTER) -m data.build
	@$(TESTER) -m compileall -q $(CODE) # a hundred servers start quicker for it

prove: .venv-test/ready $(VENDOR) ## Take each protection out, one at a time, and see its tests fail
	@scripts/setup.sh browser
	@$(TESTER) -m data.build
	@$(TESTER) -m tests.proofs $(FAULTS)

pictures: .venv-test/ready $(VENDOR) ## Take pictures of every screen into pictures/
	@scripts/setup.sh browser
	@$(TESTER) -m data.build
	@$(TESTER) -m scripts.pictures

bench: .venv-test/ready $(VENDOR) ## Measure: votes under load, pages, bytes on a phone
	@scripts/setup.sh browser
	@$(TESTER) -m data.build
	@$(TESTER) -m bench

soak: .venv-test/ready $(VENDOR) ## Kills, power cuts, bad networks, crowds: a long run and a report
	@scripts/setup.sh faults
	@$(TESTER) -m data.build
	@$(TESTER) -m tests.soak $(PARTS)

services: .venv-test/ready ## Our client of OGC API Features against a real pygeoapi, in a place of its own
	@test -x .venv-pygeoapi/bin/pygeoapi || (python3 -m venv .venv-pygeoapi && .venv-pygeoapi/bin/pip install -q pygeoapi==0.21.0)
	@$(TESTER) -m tests.data.real_pygeoapi $(CURDIR)/.venv-pygeoapi/bin/python

lock: .venv-test/ready ## Renew both locks of packages
	@$(TESTER) scripts/lock.py

.venv/ready: requirements.txt scripts/setup.sh
	@scripts/setup.sh venv .venv requirements.txt

.venv-test/ready: requirements-test.txt scripts/setup.sh
	@scripts/setup.sh venv .venv-test requirements-test.txt

node_modules/ready: package-lock.json
	@scripts/setup.sh modules

$(VENDOR): node_modules/ready scripts/vendor.py
	@python3.11 scripts/vendor.py
