"""Functions to approximate, and what is refused."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from pwlact.errors import ConfigError
from pwlact.many.rows import rows_of

X = np.linspace(0.0, 1.0, 5)
Y = np.arange(10.0).reshape(2, 5)


@pytest.mark.parametrize(
    ("given", "word"),
    [
        ({"x": X[:3], "y": Y[:, :3]}, "4 samples"),
        ({"y": Y[0]}, "a row for each function"),
        ({"y": Y[:, :4]}, "a row for each function"),
        ({"x": X[::-1]}, "ascends"),
        ({"x": [0.0, 0.1, 0.1, 0.2, 0.3]}, "ascends"),
        ({"y": np.where(Y == 3.0, np.nan, Y)}, "1 rows that are not"),
        ({"y": 1e200 * Y}, "within"),
        ({"names": ["a"]}, "a name for each"),
        ({"density": np.ones((3, 4))}, "one row, or 2"),
        ({"density": [1.0, -1.0]}, "zero or more"),
        ({"density": [0.0, 0.0]}, "above 0"),
        ({"y": [["a"] * 5] * 2}, "real number"),
    ],
)
def test_what_does_not_fit_is_refused(given: dict[str, Any], word: str) -> None:
    with pytest.raises(ConfigError, match=word):
        rows_of(**{"x": X, "y": Y, **given})


def test_a_density_has_mean_1_in_every_row() -> None:
    assert rows_of(X, Y, density=[[1e300, 3e300], [0.0, 2.0]]).density == pytest.approx(np.array([[0.5, 1.5], [0, 2]]))


def test_the_digest_tells_functions_apart_and_subsets_keep_names() -> None:
    rows = rows_of(X, Y, names=["a", "b"], density=[1.0])
    assert rows.digest != rows_of(X, Y + 1.0).digest
    part = rows.subset(np.array([1, 1]))
    assert (part.names, len(part), part.name(0)) == (("b", "b"), 2, "b")
    assert rows_of(X, Y).name(1) == "1"
