"""Settings of an audit: function, range and formats, and where each comes from."""

from __future__ import annotations

import numpy as np
import pytest

from pwlact import functions
from pwlact.errors import ConfigError, IntervalError
from pwlact.settings.audit import AuditConfig
from pwlact.tables import Table


def table(**more: object) -> Table:
    return Table(breakpoints=np.array([1.0]), slopes=np.zeros(2), intercepts=np.zeros(2), **more)


GELU = functions.get("gelu")


@pytest.mark.parametrize(
    ("config", "stated", "span"),
    [
        ({}, {}, (-8.0, 8.0)),
        ({}, {"interval": (-2.0, 3.0)}, (-2.0, 3.0)),
        ({"range": (-1.0, 2.0)}, {"interval": (-2.0, 3.0), "first": -2.0}, (-1.0, 2.0)),
        ({}, {"first": -3.0}, (-3.0, 8.0)),
        ({}, {"first": -30.0}, (-8.0, 8.0)),
        ({"mirror": True}, {}, (0.0, 8.0)),
        ({"mirror": True, "range": (-4.0, 4.0)}, {}, (0.0, 4.0)),
        ({"mirror": True, "range": (0.0, 4.0)}, {}, (0.0, 4.0)),
        ({"format": "q3.5"}, {}, (-4.0, 4.0)),
        ({"format": "q3.5", "range": (-8.0, 8.0)}, {}, (-8.0, 8.0)),
    ],
)
def test_the_range_is_asked_for_or_the_tables_or_the_functions(config, stated, span) -> None:
    assert AuditConfig(table="t", **config).span(table(**stated), GELU) == span


def test_a_bad_range_is_refused() -> None:
    with pytest.raises(IntervalError, match="a range must ascend"):
        AuditConfig(table="t", range=(1.0, 1.0)).span(table(), GELU)


def test_the_function_is_asked_for_or_the_tables() -> None:
    assert AuditConfig(table="t", function="gelu").chosen(table(activation=functions.get("silu"))) is GELU
    assert AuditConfig(table="t").chosen(table(activation=GELU)) is GELU
    with pytest.raises(ConfigError, match="add --function sigmoid"):
        AuditConfig(table="t").chosen(table())


def test_how_numbers_are_meant() -> None:
    options = AuditConfig(table="t", format="q4.12", codes=True, function="gelu").reading()
    assert options.codes is not None
    assert options.codes.input.name == "q4.12"
    assert (options.fraction, options.bits, options.function) == (12, None, "gelu")
    assert AuditConfig(table="t", format="fp16", bits=3).reading().fraction is None
    with pytest.raises(ConfigError, match="add --format"):
        AuditConfig(table="t", codes=True).reading()
