"""The policy's walk beside the result's points."""

from __future__ import annotations

import dataclasses

import pytest
from drawn import Maker, check_texts, title

from pwlact.errors import FileError
from pwlact.plots import has_walk, walk


def test_the_walk_and_the_points_are_drawn_in_two_colours(make: Maker) -> None:
    result = make("paper")
    moved = result.candidate.pwl.points + 0.1
    drawn = dataclasses.replace(result, details={"walk": moved.tolist()})
    assert has_walk(drawn)
    figure = walk(drawn)
    check_texts(figure)
    function, gaps = figure.axes
    assert title(figure).startswith("The policy's walk: ")
    assert [text.get_text() for text in figure.legends[0].texts] == [
        "function",
        "the policy's walk",
        "the result's points",
    ]
    assert len({line.get_color() for line in gaps.lines[:2]}) == 2
    assert gaps.lines[0].get_xdata().size == moved.size + 1
    assert any(line.get_xdata().tolist() == moved.tolist() for line in function.lines)


def test_points_that_are_the_walk_are_drawn_once(make: Maker) -> None:
    result = make("paper")
    points = result.candidate.pwl.points.tolist()
    figure = walk(dataclasses.replace(result, details={"walk": points}))
    assert [text.get_text() for text in figure.legends[0].texts] == ["function", "the policy's walk"]


@pytest.mark.parametrize("found", [None, {}, ["x"], [[1.0]], [float("nan")]])
def test_a_missing_or_damaged_walk_is_refused(make: Maker, found: object) -> None:
    details = {} if found is None else {"walk": found}
    with pytest.raises(FileError, match="a walk needs a result of method policy"):
        walk(dataclasses.replace(make("paper"), details=details))
