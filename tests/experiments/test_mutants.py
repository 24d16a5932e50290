"""Mutants: each changes one thing, is Python, and is found again by its seed."""

from __future__ import annotations

import ast
import importlib.util
import subprocess
import sys
import time
from pathlib import Path
from types import ModuleType

import pytest
from processes import ENVIRONMENT

SCRIPT = Path(__file__).parents[2] / "experiments" / "mutants.py"


@pytest.fixture(scope="module")
def mutants() -> ModuleType:
    spec = importlib.util.spec_from_file_location("mutants", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["mutants"] = module
    spec.loader.exec_module(module)
    return module


def test_each_operator_number_and_truth_value_is_changed_once(mutants: ModuleType) -> None:
    text = '"""1 < 2."""\n\n\ndef f(x: int = 3) -> bool:\n    return x + 1 < 4 and not x == -2 or f"{x + 1}" == "5"\n'
    found = {(mutant.before, mutant.after) for mutant in mutants.mutants_of(Path("a.py"), text)}
    assert {
        ("3", "4"),
        ("1", "2"),
        ("x + 1", "x - 1"),
        ("x + 1 < 4", "x + 1 <= 4"),
        ("not x == -2", "x == -2"),
    } <= found
    assert {("-2", "2"), ("x == -2", "x != -2")} <= found
    assert not any(before.startswith(("'", '"')) for before, _ in found)
    for mutant in mutants.mutants_of(Path("a.py"), text):
        ast.parse(mutant.source)
        assert mutant.source != text


def test_the_seed_decides(mutants: ModuleType) -> None:
    first, same, other = (mutants.draw(5, seed) for seed in (1, 1, 2))
    assert first == same != other
    assert all(mutants.test_of(mutant.path).is_file() for mutant in first)
    assert len({mutant.path for mutant in first}) == 5


def test_a_mutant_that_a_test_notices_does_not_survive(mutants: ModuleType) -> None:
    path = mutants.SOURCE / "errors.py"
    text = path.read_text(encoding="utf-8").replace("if not holds:", "if holds:")
    assert not mutants.survives(mutants.Mutant(path, 1, "not holds", "holds", text), 120.0)


def test_a_signal_ends_the_tests_and_leaves_nothing(tmp_path: Path) -> None:
    words = [sys.executable, str(SCRIPT), "--count", "1", "--seed", "3"]
    places = {**ENVIRONMENT, "TMPDIR": str(tmp_path)}
    script = subprocess.Popen(words, env=places, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    limit = time.monotonic() + 120
    while not list(tmp_path.glob("*/src/pwlact")):
        assert script.poll() is None, script.communicate()
        assert time.monotonic() < limit
        time.sleep(0.1)
    script.terminate()
    _, stderr = script.communicate(timeout=60)
    assert (script.returncode, stderr) == (130, "mutants: interrupted; run it again\n")
    assert not list(tmp_path.glob("*/src"))
