"""Numeric options of the command line refuse infinities and what is no number, in whatever spelling."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pwlact.cli.commands.fit import FitCommand
from pwlact.cli.commands.search import SearchCommand
from pwlact.cli.commands.train import TrainCommand
from pwlact.cli.options import Option, options_of
from pwlact.cli.parse import parse
from pwlact.errors import ConfigError

NUMERIC = ("N", "X", "X ...", "LOW HIGH", "SLOPE INTERCEPT")
SPELLINGS = ("nan", "NaN", "-nan", "inf", "-inf", "Infinity", "1e999", "-1e999")


def _numeric(kind: type) -> list[Option]:
    return [option for option in options_of(kind) if option.flags and option.metavar in NUMERIC]


@pytest.mark.parametrize("kind", [FitCommand, SearchCommand, TrainCommand])
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_no_numeric_option_takes_what_is_not_finite(kind: type, data: st.DataObject) -> None:
    option = data.draw(st.sampled_from(_numeric(kind)))
    spelling = data.draw(st.sampled_from(SPELLINGS))
    values = ["0", spelling] if option.values == 2 else [spelling]
    with pytest.raises(ConfigError) as refused:
        parse(kind, ["silu", f"{option.flags[0]}={','.join(values)}"], "fit")
    assert "\n" not in str(refused.value)
