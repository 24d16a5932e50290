"""Functions by name, in modules of the working folder."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pwlact.errors import ConfigError, RunError
from pwlact.models.networks.own_functions import load_function


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", list(sys.path))
    before = set(sys.modules)
    yield tmp_path
    for name in set(sys.modules) - before:
        del sys.modules[name]


def test_a_function_of_a_module_in_the_working_folder_is_found(folder: Path) -> None:
    (folder / "mine_helper.py").write_text("SEVEN = 7\n")
    (folder / "mine.py").write_text("def later():\n    import mine_helper\n    return mine_helper.SEVEN\n")
    assert load_function("mine:later")() == 7
    assert load_function("math:cos").__name__ == "cos"


@pytest.mark.parametrize(
    ("spec", "error", "said"),
    [
        ("absent:load", ConfigError, "there is no module absent; start in the folder that holds absent"),
        ("mine.deep:load", ConfigError, "there is no module mine.deep; start in the folder"),
        ("needs:load", ConfigError, "there is no module absent_package; install absent_package"),
        ("mine:absent", ConfigError, "mine has no function absent; name one that it has"),
        ("mine:VALUE", ConfigError, "mine has no function VALUE"),
        ("mine:", ConfigError, "is module:function, got 'mine:'; try mymodels:load"),
        ("mine:a:b", ConfigError, "is module:function, got 'mine:a:b'"),
        ("wrong:load", RunError, "wrong must be importable, got ZeroDivisionError: division by zero; mend it"),
    ],
)
def test_what_is_no_function_is_refused(folder: Path, spec: str, error: type[Exception], said: str) -> None:
    (folder / "mine.py").write_text("VALUE = 3\n")
    (folder / "needs.py").write_text("import absent_package\n")
    (folder / "wrong.py").write_text("1 / 0\n")
    with pytest.raises(error, match=said) as caught:
        load_function(spec)
    assert "\n" not in str(caught.value)
