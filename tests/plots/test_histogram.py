"""The distribution of a random search's rewards."""

from __future__ import annotations

import dataclasses

import pytest
from drawn import Maker, check_texts, title

from pwlact.errors import FileError
from pwlact.plots import has_histogram, histogram


def test_bars_are_the_counts_between_the_edges_and_the_last_edge_is_the_best(make: Maker) -> None:
    details = {"histogram": {"edges": [0.0, 1.0, 3.0], "counts": [1500, 2]}}
    result = dataclasses.replace(make("paper"), details=details)
    assert has_histogram(result)
    figure = histogram(result)
    check_texts(figure)
    (axes,) = figure.axes
    (stairs,) = axes.patches
    assert stairs.get_data().values.tolist() == [1500, 2]
    assert stairs.get_data().edges.tolist() == [0, 1, 3]
    assert [text.get_text() for text in axes.texts] == ["best 3"]
    assert title(figure).startswith("1,502 random sets of points")


@pytest.mark.parametrize("found", [None, {}, {"edges": [0, 1], "counts": ["x"]}, {"edges": [0], "counts": [1]}, 3])
def test_a_missing_or_damaged_histogram_is_refused(make: Maker, found: object) -> None:
    details = {} if found is None else {"histogram": found}
    with pytest.raises(FileError, match="a histogram needs the rewards of a random search"):
        histogram(dataclasses.replace(make("paper"), details=details))
