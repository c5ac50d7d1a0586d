# Everything runs in .venv, which the first target that needs it makes from the locked requirements.
PYTHON ?= python3
BIN := .venv/bin
TEST_DATABASE := target/test/tributary.duckdb
EVENTS ?= 10000000

.DEFAULT_GOAL := help
.PHONY: help build publish test test-spark test-long lint docs demo bench-data bench bench-scale lock clean

help: ## Show what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.venv/installed: requirements.txt
	@$(PYTHON) -c 'import sys; ok = (3, 11) <= sys.version_info[:2] <= (3, 13); sys.exit(0 if ok else "Python 3.11 to 3.13 is needed (make PYTHON=python3.12 …); this is " + sys.version.split()[0])'
	rm -rf .venv
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps --requirement requirements.txt
	touch $@

# Spark, and what the benchmark compares with, have environments of their own: nothing else needs them.
.venv-%/installed: requirements-%.txt
	rm -rf .venv-$*
	$(PYTHON) -m venv .venv-$*
	.venv-$*/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps --requirement requirements-$*.txt
	touch $@

build: .venv/installed ## Build the project on embedded DuckDB, from the demo data or your own (see README)
	$(BIN)/dbt build
	@$(BIN)/python scripts/after_build.py

publish: .venv/installed ## Publish the marts of the last build where publish_path says (see README, "For BI tools")
	$(BIN)/dbt run-operation publish

# Two at a time: so many processors has the smallest machine that this is for.
test: .venv/installed ## Lint, build, unit tests, data tests and pytest
	$(MAKE) --jobs 2 --output-sync=line lint test-build
	$(BIN)/python -m pytest --numprocesses 2 python_tests

.PHONY: test-build
test-build: .venv/installed
	mkdir -p $(dir $(TEST_DATABASE)) && rm -f $(TEST_DATABASE)
	TRIBUTARY_DATABASE=$(TEST_DATABASE) $(BIN)/dbt build --target-path target/test

test-long: .venv/installed ## The tests that have a longer form, in it: more faults, more random input
	TRIBUTARY_TEST_LONG=1 $(BIN)/python -m pytest --numprocesses 2 $$(grep -l TRIBUTARY_TEST_LONG python_tests/test_*.py)

test-spark: .venv-spark/installed ## Build on a Spark cluster of its own, and compare with DuckDB (needs Java 17)
	@command -v java >/dev/null || { echo "Spark needs Java 17, and there is no java here: install it (Debian: openjdk-17-jre-headless)" >&2; exit 1; }
	.venv-spark/bin/python -m pytest --durations 0 --durations-min 1 spark_tests

lint: .venv/installed ## Check the style of SQL and Python
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/sqlfluff lint --disable-progress-bar models tests

docs: .venv/installed ## Write the documentation as one static page, target/static_index.html
	$(BIN)/dbt build --quiet
	$(BIN)/dbt docs generate --static

demo: .venv/installed ## Make the demo data anew; the same bytes each time
	$(BIN)/python scripts/generate_demo.py

bench-data: .venv/installed ## Make raw tables with EVENTS web events (10 million) in target/bench/raw
	rm -rf target/bench
	$(BIN)/python benchmarks/generate.py target/bench/raw --events $(EVENTS)

bench: .venv-bench/installed bench-data ## Measure a build of EVENTS web events (10 million), and other ways beside it
	$(BIN)/python benchmarks/bench.py target/bench --events $(EVENTS) --python .venv-bench/bin/python $(if $(MEMORY),--memory-limit $(MEMORY))

bench-scale: bench-data ## Measure Tributary alone, for numbers of events that the other ways do not get through
	$(BIN)/python benchmarks/bench.py target/bench --events $(EVENTS) --scale $(if $(MEMORY),--memory-limit $(MEMORY))

lock: .venv/installed ## Lock all requirements*.in anew, with hashes
	$(BIN)/uv pip compile requirements.in --universal --python-version 3.11 --generate-hashes --no-header \
		--no-emit-index-url --no-emit-find-links --no-emit-package dbt-core-experimental-parser --output-file requirements.txt
	$(BIN)/uv pip compile requirements-bench.in --universal --python-version 3.11 --generate-hashes --no-header \
		--no-emit-index-url --no-emit-find-links --output-file requirements-bench.txt
	$(BIN)/uv pip compile requirements-spark.in --universal --python-version 3.11 --generate-hashes --no-header \
		--no-emit-index-url --no-emit-find-links --no-emit-package dbt-core-experimental-parser --output-file requirements-spark.txt

clean: ## Remove all that was made, the database too
	rm -rf .venv .venv-bench .venv-spark target logs tributary.duckdb tributary.duckdb.wal .pytest_cache .hypothesis .ruff_cache spark-warehouse metastore_db derby.log
