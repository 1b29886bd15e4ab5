# `make run` serves a demo cohort on this machine, `make test` runs every test. Both set up what they need.

export PORT ?= $(or $(shell sed -n 's/^PORT=//p' .env 2>/dev/null),8000)
PYTHON ?= python3
VENV_PYTHON := .venv/bin/python
DJLINT := $(VENV_PYTHON) -m djlint

# A stamp is named after what it vouches for, so changed requirements are installed anew and nothing else is.
RUN_STAMP := .venv/installed-$(shell cksum < requirements.txt | tr -d ' ')
DEV_STAMP := $(RUN_STAMP)-$(shell cksum < requirements-dev.txt | tr -d ' ')

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run dev test fast bench soak install lint format clean free-port

help:
	@echo "make run      serve a demo cohort on http://127.0.0.1:$(PORT) (another port: make run PORT=9000)"
	@echo "make dev      the same with tracebacks on the page and reloading"
	@echo "make test     all tests (a few: make test ARGS='tests/models -k accept')"
	@echo "make fast     the tests that need no browser and no patience"
	@echo "make bench    what things cost, as ratios measured side by side (for programs: make bench ARGS=--json)"
	@echo "make soak     many write at once, servers are killed: is everything there that was said to be saved?"
	@echo "make lint     what CI checks of style; make format repairs most of it"
	@echo "make clean    forget the environment and collected files, keep database, pictures and .env"

run: $(RUN_STAMP) .env free-port var/collected
	@$(VENV_PYTHON) manage.py migrate --verbosity 0
	@$(VENV_PYTHON) manage.py demo --if-safe
	@exec $(VENV_PYTHON) -m gunicorn --config deploy/gunicorn.conf.py peersession.wsgi

dev: export DEBUG = true
dev: $(RUN_STAMP) .env free-port
	@mkdir -p var
	@$(VENV_PYTHON) manage.py migrate --verbosity 0
	@$(VENV_PYTHON) manage.py demo --if-safe
	@exec $(VENV_PYTHON) manage.py runserver 127.0.0.1:$(PORT)

# What .env says of a deployment must not decide whether a test passes. DATABASE_URL may: it chooses the database.
test: export SITE_URL = http://127.0.0.1:8000
test: export ALLOWED_HOSTS = localhost,127.0.0.1,testserver
test: export DEBUG = false
test: export EMAIL_URL = consolemail://
# Each process of the tests would compile them anew.
test: export PYTHONDONTWRITEBYTECODE =
test: $(DEV_STAMP) .env
	@$(VENV_PYTHON) -m pytest -n auto --dist loadfile --no-loadscope-reorder $(ARGS)

install: $(DEV_STAMP)

fast:
	@$(MAKE) --no-print-directory test ARGS="-m 'not browser and not slow'"

# Many writers, kill -9, a whole cohort polling, a team in seven browsers, on a database and with static files of its own
# (make soak ARGS='kills --short', make soak ARGS='browsers --set tokens=30 --set seconds=60')
soak: $(DEV_STAMP)
	@$(VENV_PYTHON) -m deploy.soak $(ARGS)

# Alone on the machine it says most; the ratios hold in company too.
bench: $(RUN_STAMP)
	@$(VENV_PYTHON) -m deploy.bench $(ARGS)

lint: $(DEV_STAMP)
	@$(VENV_PYTHON) -m ruff check .
	@$(VENV_PYTHON) -m ruff format --check .
	@$(DJLINT) --check templates

# djlint says by its exit code that it changed something, and settles at the second pass.
format: $(DEV_STAMP)
	@$(VENV_PYTHON) -m ruff check --fix .
	@$(VENV_PYTHON) -m ruff format .
	@$(DJLINT) --reformat --quiet templates >/dev/null || $(DJLINT) --reformat --quiet templates >/dev/null || $(DJLINT) --check templates

clean:
	rm -rf .venv var/static var/collected .pytest_cache .ruff_cache .hypothesis

free-port:
	@$(VENV_PYTHON) deploy/free_port.py $(PORT)

.env:
	@key=$$($(VENV_PYTHON) -c 'import secrets; print(secrets.token_urlsafe(50))') && umask 077 && \
		sed "s/^SECRET_KEY=$$/SECRET_KEY=$$key/" .env.example > .env.part && mv .env.part .env
	@echo "Wrote .env with a fresh SECRET_KEY."

# Compressing takes a while, so it waits for a changed file.
var/collected: $(RUN_STAMP) $(wildcard peersession/static/*.py peersession/settings.py) $(shell find meetings/static)
	@mkdir -p var
	@$(VENV_PYTHON) manage.py collectstatic --no-input --verbosity 0
	@touch $@

# One environment for running and testing. The tests' requirements include the others, hence both stamps.
$(RUN_STAMP):
	@sh deploy/install "$(PYTHON)" requirements.txt $@

$(DEV_STAMP):
	@sh deploy/install "$(PYTHON)" requirements-dev.txt $@ $(RUN_STAMP)
