# Everything goes through these targets; CI calls `make test` and nothing else.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin

.PHONY: graph test check install browser java clean

$(BIN)/.installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable ".[serve,notebook,spark,dev]"
	touch $@

install: $(BIN)/.installed

graph: install  ## build the graph of seeds/
	$(BIN)/kg build seeds --out my-graph

# installs a Debian package where that is how it is done here
APT = { command -v apt-get >/dev/null && { [ "$$(id -u)" = 0 ] && S= || S=sudo; $$S apt-get update -qq && $$S apt-get install -y -qq $(1) >/dev/null; }; }

browser:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || \
	  $(call APT,chromium) || echo "no Chromium found: install it to run the browser tests" >&2

java:
	@command -v java >/dev/null || $(call APT,default-jre-headless) || echo "no Java found: install it to run the tests with Spark" >&2

check: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/codespell README.md CHANGELOG.md docs ontologies queries kg/cli kg/*.py  # elsewhere words of many languages

test: install browser java check  ## lint, types and every test
	$(BIN)/pytest --numprocesses auto --dist loadfile

clean:
	rm -rf $(VENV) my-graph build dist .pytest_cache .mypy_cache .ruff_cache
