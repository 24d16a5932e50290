"""The package's face: its public names, what an import loads, and which way imports point."""

from __future__ import annotations

import ast
import importlib
import subprocess
import sys
from pathlib import Path

import pytest

import pwlact

SOURCE = Path(pwlact.__file__).parent
PARTS = sorted(
    path.parent.name for path in SOURCE.glob("*/__init__.py") if "__all__" in path.read_text(encoding="utf-8")
)


def _python(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip()


PUBLIC = {
    "approximate", "approximate_many", "train", "compare", "audit", "load", "load_family", "Result", "Comparison",
    "Audit", "Family", "PWL", "Problem", "Objective", "Activation", "from_callable", "from_expression", "functions",
    "formats", "plots", "PwlactError", "InputError", "RunError", "__version__",
}  # fmt: skip


def test_public_names_are_what_one_needs() -> None:
    assert set(dir(pwlact)) == set(pwlact.__all__) == PUBLIC
    for name, home in pwlact._HOMES.items():
        assert getattr(pwlact, name) is getattr(importlib.import_module(f"pwlact.{home}"), name)
    space: dict[str, object] = {}
    exec("from pwlact import *", space)
    assert set(space) - {"__builtins__"} == PUBLIC


def test_names_of_version_0_1_go_on_working() -> None:
    from pwlact import error_report, evaluator, load_result, lstsq, lstsq_batch, sample

    assert all(map(callable, (error_report, evaluator, load_result, lstsq, lstsq_batch, sample)))


def test_type_checkers_see_the_same_names() -> None:
    tree = ast.parse((SOURCE / "__init__.py").read_text(encoding="utf-8"))
    (guarded,) = [node for node in tree.body if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"]
    names = [name for node in guarded.body if isinstance(node, (ast.ImportFrom, ast.Import)) for name in node.names]
    assert {name.asname or name.name for name in names} | {"__version__"} == PUBLIC


@pytest.mark.parametrize("module", ["functions", "formats", "plots"])
def test_modules_work_after_a_plain_import(module: str) -> None:
    assert _python(f"import pwlact; print(pwlact.{module}.__name__)") == f"pwlact.{module}"


def test_an_unknown_name_is_no_attribute() -> None:
    with pytest.raises(AttributeError, match="nosuch"):
        _ = pwlact.nosuch


@pytest.mark.parametrize("part", PARTS)
def test_public_names_of_a_part_are_exactly_all(part: str) -> None:
    tree = ast.parse((SOURCE / part / "__init__.py").read_text(encoding="utf-8"))
    lines = [node for node in tree.body if isinstance(node, ast.ImportFrom) and node.module != "__future__"]
    imported = [name.name for line in lines for name in line.names]
    module = importlib.import_module(f"pwlact.{part}")
    assert sorted(module.__all__) == sorted(imported)
    assert all(hasattr(module, name) for name in module.__all__)


HEAVY = ("torch", "gymnasium", "stable_baselines3", "matplotlib", "numba", "scipy", "sympy", "numpy")


def test_an_import_loads_nothing_heavy() -> None:
    assert _python(f"import sys, pwlact; print(*(name for name in {HEAVY} if name in sys.modules))") == ""


def test_only_the_agent_loads_its_libraries() -> None:
    code = (
        "import sys, pwlact; [getattr(pwlact, name) for name in pwlact.__all__ if name != 'train']\n"
        "print(*{'torch', 'gymnasium'} & set(sys.modules))"
    )
    assert _python(code) == ""


def test_the_command_line_loads_torch_only_to_train() -> None:
    code = (
        "import sys, importlib, pkgutil, pwlact.cli.commands as commands\n"
        "[importlib.import_module(f'pwlact.cli.commands.{m.name}') for m in pkgutil.iter_modules(commands.__path__)]\n"
        "print(*{'torch', 'stable_baselines3'} & set(sys.modules))"
    )
    assert _python(code) == ""


@pytest.mark.parametrize(
    "code",
    [
        "import gymnasium, pwlact; env = gymnasium.make('pwlact/SegmentPoints-v0')",
        "import pwlact.rl, gymnasium; env = gymnasium.make('pwlact/SegmentPoints-v0')",
        "import gymnasium; env = gymnasium.make('pwlact:pwlact/SegmentPoints-v0')",
    ],
    ids=["import pwlact", "import pwlact.rl", "gymnasium's own way"],
)
def test_the_environment_is_registered(code: str) -> None:
    assert _python(f"{code}; print(env.spec.id)") == "pwlact/SegmentPoints-v0"


def test_it_is_a_module_that_runs() -> None:
    done = subprocess.run([sys.executable, "-m", "pwlact", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == f"pwlact {pwlact.__version__}"


def test_the_version_is_the_distributions() -> None:
    from importlib.metadata import version

    assert pwlact.__version__ == version("pwlact")


def test_imports_point_one_way() -> None:
    tool = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([str(tool), "--no-cache"], cwd=SOURCE.parents[1], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 kept, 0 broken" in done.stdout
