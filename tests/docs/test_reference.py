"""The site's reference holds what the package has: every option, function, format, method, target, extra, key."""

from __future__ import annotations

import importlib
import re
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

import pwlact
from pwlact import functions, models
from pwlact.cli.options import options_of
from pwlact.cli.records import names, record_of
from pwlact.export.targets import TARGETS
from pwlact.functions.registry import ALIASES
from pwlact.search.methods import METHODS

DOCS = Path(__file__).parents[2] / "docs"
COMMANDS = ["search", "export", "runs_list", "models_rewrite", "cost"]


def _part(name: str) -> Any:
    """Return a module of the site's extension."""
    sys.path.insert(0, str(DOCS / "_ext"))
    try:
        return importlib.import_module(name)
    finally:
        sys.path.remove(str(DOCS / "_ext"))


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_page_has_each_option_with_its_text(command: str) -> None:
    page = _part("command_pages").page_of(command)
    for option in options_of(record_of(command)):
        for flag in option.flags or (option.metavar,):
            assert re.search(rf"^\.\. option:: .*{re.escape(flag)}(,| |$)", page, re.MULTILINE), flag
    assert "\n   \n\n" not in page  # an option without a text


def test_each_command_has_a_page_and_what_is_gone_has_none(tmp_path: Path) -> None:
    folder = tmp_path / "reference" / "commands"
    folder.mkdir(parents=True)
    (folder / "gone.rst").write_text("gone")
    pages = _part("command_pages")
    pages.write_pages(tmp_path)
    assert {path.stem for path in folder.iterdir()} == set(names())
    before = {path: path.stat().st_mtime_ns for path in folder.iterdir()}
    pages.write_pages(tmp_path)
    assert {path: path.stat().st_mtime_ns for path in folder.iterdir()} == before


def test_the_tables_have_a_row_for_each_entry_of_the_registries() -> None:
    tables = _part("catalogues").TABLES
    extras = tomllib.loads((DOCS.parent / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    entries = {"catalogue": functions.names(), "aliases": ALIASES, "methods": METHODS, "targets": TARGETS}
    for name, keys in {**entries, "extras": extras}.items():
        assert re.findall(r"^\| `(\w+)` \|", tables[name](), re.MULTILINE) == list(keys)


def test_tables_state_values() -> None:
    tables = _part("catalogues").TABLES
    assert "| `q4.12` | 16 | -8 | 7.99976 | 0.000244141 | fixed point |" in tables["formats"]()
    assert "| `fp16` | 16 | -65504 | 65504 | 5.96046e-08 | float |" in tables["formats"]()
    assert "| `tanhshrink` | `x - tanh(x)` | -8 to 8 | x + 1, x - 1 |" in tables["catalogue"]()
    assert "| `prelu` | `weight` 0.25 |" in tables["parameters"]()
    assert "[`pwlact runs list`](commands/runs_list.rst)" in tables["commands"]()


@pytest.mark.parametrize(
    ("text", "escaped"),
    [("over |f|", r"over \|f\|"), ("pwl_ and `a_|b`", r"pwl\_ and `a_|b`"), ("``x_`` y_z", "``x_`` y_z")],
)
def test_what_is_markup_in_a_sentence_is_escaped(text: str, escaped: str) -> None:
    assert _part("plain_text").escaped(text) == escaped


def test_the_reference_has_each_public_name() -> None:
    pages = "".join(page.read_text(encoding="utf-8") for page in (DOCS / "reference").glob("*.md"))
    public = {*pwlact.__all__, *dir(models)} - {"__version__", "formats", "functions", "plots"}
    assert [name for name in sorted(public) if not re.search(rf"\.\. auto\w+:: (\S+\.)?{name}\n", pages)] == []


def test_the_page_of_files_names_each_key_of_a_result_and_a_unit() -> None:
    page = (DOCS / "reference" / "files.md").read_text(encoding="utf-8")
    result = pwlact.approximate("silu", segments=4, interval=(-4, 4), format="q3.5", seed=0).to_json()
    linked = pwlact.approximate("silu", segments=4, through=[(0, 0)]).to_json()
    keys = {*result, *linked, *result["errors"], *result["unit"]} - {"schema"}
    assert [key for key in sorted(keys) if f"`{key}`" not in page] == []
