"""Outputs of the commands that make a table."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from matplotlib.figure import Figure

from pwlact.cli.console import say
from pwlact.cli.tables import TableOptions, check_outputs, figure_path, write_outputs
from pwlact.errors import ConfigError


def test_a_figure_goes_where_it_was_asked_for_or_to_its_name() -> None:
    assert figure_path(TableOptions(plot="a.svg", figures=False), "b.png") == Path("a.svg")
    assert figure_path(TableOptions(out="here"), "b.png") == Path("here") / "b.png"
    assert figure_path(TableOptions(figures=False), "b.png") is None


def test_a_suffix_is_refused_ahead_of_the_work() -> None:
    check_outputs(None, None)
    check_outputs("a.pdf", "a.csv")
    with pytest.raises(ConfigError, match="gif"):
        check_outputs("a.gif", None)


@pytest.mark.parametrize("json_", [True, False])
def test_what_was_asked_for_is_written_and_the_rest_is_printed(
    json_: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    picture, table = tmp_path / "a.png", tmp_path / "a.csv"
    code = write_outputs(
        picture=picture,
        figure=Figure,
        csv=str(table),
        rows=lambda: "a,b\n",
        json=json_,
        data=lambda: {"a": 1},
        show=lambda: say("a table"),
    )
    assert code == 0
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert table.read_text(encoding="utf-8") == "a,b\n"
    said = capsys.readouterr().out
    if json_:
        assert json.loads(said) == {"a": 1}
    else:
        assert said.splitlines() == ["a table", f"written  {picture}", f"written  {table}"]
