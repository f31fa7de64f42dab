# Storeloom's commands. `make demo` and `make test` set everything up by themselves.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed
ROUNDS ?= 20

.DEFAULT_GOAL := help
.PHONY: help demo up serve test test-slow test-faults chaos judge judge-sunglasshut lighthouse screenshots lint format bench lock clean

help: ## show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-18s %s\n", $$1, $$2}'

demo: $(STAMP) ## draw the sample catalogue, build its store, show it
	$(BIN)/storeloom demo

up: $(STAMP) ## run servers, workers, web, scheduler and Flower until Ctrl-C
	$(BIN)/storeloom up

serve: $(STAMP) ## show the live stores
	$(BIN)/storeloom serve

test: $(STAMP) ## tests on real servers, with coverage over every process
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest -m "not slow" -n 2 --dist loadfile tests/unit
	$(BIN)/coverage run -m pytest -m "not slow" tests/integration tests/acceptance
	$(BIN)/coverage combine --quiet
	$(BIN)/python -m tests.coverage_gate

test-slow: $(STAMP) ## the tests that wait for limits to pass or try a great many cases (minutes)
	$(BIN)/python -m pytest -q -m slow tests/unit tests/integration

test-faults: $(STAMP) ## kill, freeze and cut off real processes in the middle of builds (minutes)
	$(BIN)/python -m tests.faults

chaos: $(STAMP) ## rounds of random faults on a fleet at work; ROUNDS=20, SEED of a round to replay it (minutes)
	$(BIN)/python -m tests.chaos --rounds $(ROUNDS) $(if $(SEED),--seed $(SEED))

judge: $(STAMP) ## build the sample in each theme and judge it (STORELOOM_JUDGES names the judges' folder); RUNS=1 of Lighthouse
	$(BIN)/python -m tests.judging samples --runs $(or $(RUNS),1)

judge-sunglasshut: $(STAMP) ## the same with 1,000 sunglasses of a real shop's listing (STORELOOM_CORPUS)
	$(BIN)/python -m tests.judging sunglasses --runs $(or $(RUNS),0)

lighthouse: $(STAMP) ## Lighthouse on every page type of every theme, RUNS=5; writes docs/performance.md (an hour)
	$(BIN)/python -m tests.judging.lighthouse $(or $(RUNS),5)

screenshots: $(STAMP) ## every page type of every theme, narrow and wide, three also by night: var/screenshots (minutes)
	$(BIN)/python -m tests.judging.screenshots

lint: $(STAMP) ## ruff, mypy, import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(STAMP) ## put the code into shape
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(STAMP) ## build 1,000 products twice and print the times (minutes)
	$(BIN)/python -m benchmarks.warm_build

lock: $(STAMP) ## write requirements/*.txt anew from pyproject.toml
	./requirements/lock

clean: ## remove the environment, data and caches
	rm -rf $(VENV) var .coverage* htmlcov .mypy_cache .ruff_cache .pytest_cache .import_linter_cache *.egg-info

$(STAMP): requirements/dev.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@
