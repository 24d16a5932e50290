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


def test_public_names_are_exactly_all() -> None:
    assert [name for name in dir(pwlact) if not name.startswith("_")] == sorted(pwlact.__all__)
    assert set(pwlact._HOMES) == set(pwlact.__all__)
    for name, home in pwlact._HOMES.items():
        assert getattr(pwlact, name) is getattr(importlib.import_module(f"pwlact.{home}"), name)
    space: dict[str, object] = {}
    exec("from pwlact import *", space)
    assert set(space) - {"__builtins__"} == set(pwlact.__all__)


def test_type_checkers_see_the_same_names() -> None:
    tree = ast.parse((SOURCE / "__init__.py").read_text(encoding="utf-8"))
    (guarded,) = [node for node in tree.body if isinstance(node, ast.If)]
    seen = {name.name: node.module for node in guarded.body if isinstance(node, ast.ImportFrom) for name in node.names}
    assert seen == {name: f"pwlact.{home}" for name, home in pwlact._HOMES.items()}


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


def test_an_import_loads_no_torch() -> None:
    code = (
        "import sys, pwlact; print(*(name for name in ('torch', 'matplotlib', 'pwlact.search') if name in sys.modules))"
    )
    assert _python(code) == ""


def test_no_public_name_loads_torch() -> None:
    code = "import sys, pwlact; [getattr(pwlact, n) for n in pwlact.__all__]; print('torch' in sys.modules)"
    assert _python(code) == "False"


def test_the_command_line_loads_torch_only_to_train() -> None:
    code = (
        "import sys, importlib\n"
        "[importlib.import_module(f'pwlact.cli.commands.{n}') for n in ('functions', 'fit', 'plot', 'runs', 'train')]\n"
        "print('torch' in sys.modules)"
    )
    assert _python(code) == "False"


def test_the_version_is_the_distributions() -> None:
    from importlib.metadata import version

    assert pwlact.__version__ == version("pwlact")


def test_imports_point_one_way() -> None:
    tool = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([str(tool), "--no-cache"], cwd=SOURCE.parents[1], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 kept, 0 broken" in done.stdout
