# Two commands are all a newcomer needs: `make run` and `make test`. The rest is for those who work on the program.
SHELL := /bin/bash
PY := .venv/bin/python
PYTEST := $(PY) -m pytest
# How many fault runs, from which seed on and where; `make faults RESUME=--resume` goes on where it was stopped.
RUNS ?= 300
SEED ?= 1
NETWORKS ?= practice bluesky snac mastodon-mock
NAIVE ?= retry forget
RESUME ?=
# Each series has a server of its own, so that they may run side by side.
JOBS ?= $(shell nproc)

# What `make check` runs; `make test` runs the long ones, too, and then the slow ones and those with real servers.
FAST := not real and not slow and not long

.DEFAULT_GOAL := help
.PHONY: help run check lint test coverage bench bench-peers faults soak evaluate pictures translations docs memory build lock clean

help: ## Say what there is to make
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1|\2/p' $(MAKEFILE_LIST) | \
		while IFS='|' read -r target text; do printf '  make %-14s %s\n' "$$target" "$$text"; done

run: ## Start the program: the window on a demo workspace or, with no display, the demo
	@.ci/bootstrap run
ifneq ($(DISPLAY)$(WAYLAND_DISPLAY),)
	$(PY) -m embassy_assistant window --demo --workspace .demo/window
else
	QT_QPA_PLATFORM=offscreen .ci/with-keyring $(PY) -m embassy_assistant demo --workspace .demo/terminal
endif

lint:
	@.ci/bootstrap test
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	.venv/bin/vulture

check: lint ## Lint, types, contracts and the fast tests (under three minutes)
	$(PYTEST) $(COVER) -n auto --dist worksteal -m "$(FAST)"

test: COVER := --cov --cov-report=
test: FAST := not real and not slow
test: check ## Everything, with real servers, a real keyring and a real X window (under twenty minutes)
	$(PY) -m tests.house.whole
	.ci/with-keyring xvfb-run -a $(PYTEST) -m "real or slow"

faults: ## 300 seeded crashes and cuts on each network, and two naive senders: nothing lost, nothing twice
	@.ci/bootstrap test
	for sender in ours $(NAIVE); do for network in $(NETWORKS); do echo $$network $$sender; done; done | \
		xargs -P $(JOBS) -L 1 sh -c '$(PY) -m tests.faults.runner --network $$0 --sender $$1 --runs $(RUNS) \
			--first-seed $(SEED) $(RESUME)'
	$(PY) -m tests.faults.summary
	$(PY) -m tests.faults.taking_in --runs $(RUNS) --first-seed $(SEED) $(RESUME)

soak: ## Half an hour of a network that comes and goes, 500 posts, the window open: SOAK_MINUTES=2 SOAK_POSTS=30 tries it
	@.ci/bootstrap test
	QT_QPA_PLATFORM=offscreen $(PY) -m tests.soak

bench: ## How quick and how heavy the program is, beside a bare window
	@.ci/bootstrap test
	QT_QPA_PLATFORM=offscreen .ci/with-keyring $(PY) -m tests.bench

bench-peers: ## How quick the rules are beside textlint, which npm installs outside the project
	@.ci/bootstrap test
	$(PY) -m tests.bench.peers

pictures: ## Pictures of every view, in both languages, light and dark, and those that the documents show
	@.ci/bootstrap test
	QT_QPA_PLATFORM=offscreen $(PY) -m tests.pictures
	JOURNEY_PICTURES=$(CURDIR)/build/pictures QT_QPA_PLATFORM=offscreen $(PYTEST) -q \
		tests/journeys/test_a_mission_in_a_changed_line.py tests/journeys/test_a_unit_writes_and_publishes.py
	cp build/pictures/mission-*.png build/pictures/unit-{3-without-examples,4-tried,8-the-mission-is-told}.png docs/pictures

evaluate: ## How well languages are told apart and halves compared, and the starter pack's recall and noise: make evaluate CORPORA=FOLDER
	@.ci/bootstrap test
	.venv/bin/pip install -q --require-hashes -r requirements-evaluate.lock
	$(PY) -m tests.evaluate.languages $(CORPORA)
	$(PY) -m tests.evaluate.halves $(CORPORA)
	$(PY) -m tests.evaluate.names $(CORPORA)
	$(PY) -m tests.evaluate.facts $(CORPORA)
	$(PY) -m tests.evaluate.recall $(CORPORA)
	$(PY) -m tests.evaluate.noise $(CORPORA)

coverage: ## All tests again, and which branches they never took
	@.ci/bootstrap test
	.ci/with-keyring xvfb-run -a $(PYTEST) --cov --cov-report=term-missing:skip-covered

translations: ## Collect what the window says into the catalogues, and compile all catalogues
	@.ci/bootstrap test
	sources=$$(find embassy_assistant/ui -name '*.py' | LC_ALL=C sort); \
	for catalogue in translations/window/*.ts; do \
		plurals=; [ $$catalogue != translations/window/en.ts ] || plurals=-pluralonly; \
		.venv/bin/pyside6-lupdate -no-obsolete -locations none $$plurals $$sources -ts $$catalogue && \
		.venv/bin/pyside6-lrelease $$catalogue -qm $${catalogue%.ts}.qm || exit 1; \
	done
	for catalogue in translations/core/*.po translations/help/*.po; do \
		.venv/bin/pybabel compile -i $$catalogue -o $${catalogue%.po}.mo -l $$(basename $$catalogue .po) || exit 1; \
	done

docs: ## Write anew the pages that are made from the code
	$(PY) -m docs.delivery_states
	$(PY) -m docs.what_it_says
	$(PY) -m docs.guidelines_format

memory: ## Measure anew what each part of the program weighs
	$(PY) -m docs.memory_table

lock: ## Resolve the dependencies anew into the lock files
	python3 -m venv build/lock && build/lock/bin/pip install -q uv
	build/lock/bin/uv --no-config pip compile -q --universal --python-version 3.11 --generate-hashes --no-annotate \
		--custom-compile-command "make lock" --upgrade --extra build pyproject.toml -o requirements.lock
	build/lock/bin/uv --no-config pip compile -q --universal --python-version 3.11 --generate-hashes --no-annotate \
		--custom-compile-command "make lock" --upgrade --extra build --extra dev -c requirements.lock pyproject.toml \
		-o requirements-dev.lock
	printf 'simplemma>=1.1,<2\nlingua-language-detector>=2.1,<3\npy3langid>=0.4,<1\n' | build/lock/bin/uv --no-config pip compile -q --universal --python-version 3.11 \
		--generate-hashes --no-annotate --custom-compile-command "make lock" --upgrade - -o requirements-evaluate.lock

build: ## Build the one-folder program and let it test itself
	@.ci/bootstrap build
	.venv/bin/pyinstaller --noconfirm --log-level WARN build.spec
	QT_QPA_PLATFORM=offscreen .ci/with-keyring dist/embassy-assistant/embassy-assistant self-test

clean: ## Remove what the other targets made, except the demo workspace
	rm -rf .venv .servers build dist htmlcov .coverage* .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
