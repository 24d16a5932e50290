"""Plain JSON: the two forms, what may stand beside the lists, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest

import pwlact
from pwlact.errors import BreakpointError, FileError, IntervalError
from pwlact.tables.plain_json import read_plain

LINES = {"breakpoints": [0], "slopes": [1, 2.5], "intercepts": [0, 1]}


def test_lines_and_values_are_read() -> None:
    assert read_plain(LINES).slopes.tolist() == [1.0, 2.5]
    table = read_plain({"breakpoints": [0, 1, 2], "values": [0, 1, 0], "slopes": "not looked at"})
    assert table.slopes.tolist() == [1.0, -1.0]


def test_function_and_range_may_stand_beside_them() -> None:
    table = read_plain({**LINES, "function": "swish", "interval": [-2, 2]})
    assert table.activation is pwlact.functions.get("silu")
    assert table.interval == (-2.0, 2.0)
    assert read_plain({**LINES, "function": "mine"}).activation is None


def test_our_own_result_is_its_approximation_on_the_whole_line() -> None:
    for function in ("gelu", "x*exp(-x*x)"):
        result = pwlact.approximate(function, segments=5, interval=(-3, 4))
        table = read_plain(result.to_json())
        x = np.linspace(-8.0, 9.0, 1001)
        assert table(x) == pytest.approx(result.pwl(x), abs=1e-14)
        assert table.interval == (-3.0, 4.0)
        assert table.activation is not None
        assert table.activation(0.7) == result.problem.activation(0.7)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"breakpoints": [0], "slopes": [1, 2]}, "got no 'intercepts'"),
        ({**LINES, "slopes": "1, 2"}, "got 'slopes': 1, 2"),
        ({**LINES, "slopes": [1, "2"]}, "a table's slopes are numbers, got '2'"),
        ({**LINES, "slopes": [1, True]}, "a table's slopes are numbers, got 'True'"),
        ({**LINES, "slopes": [1, None]}, "a table's slopes are numbers, got 'None'"),
        ({**LINES, "slopes": [1, 10**400]}, "numbers of double precision"),
        ({"breakpoints": [0, 1], "values": [0, 1], "tails": [1]}, "tails are two lines"),
    ],
)
def test_what_is_no_table_is_refused(data, words) -> None:
    with pytest.raises(FileError, match=words):
        read_plain(data)


def test_bad_numbers_are_refused() -> None:
    with pytest.raises(BreakpointError, match="must be finite"):
        read_plain({**LINES, "slopes": [1, float("nan")]})
    with pytest.raises(IntervalError, match="a range must ascend"):
        read_plain({**LINES, "interval": [2, 1]})
