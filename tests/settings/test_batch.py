"""Settings of a batch."""

from __future__ import annotations

import pytest

from pwlact.errors import ConfigError
from pwlact.many.solve import Budget
from pwlact.settings.batch import BatchConfig
from pwlact.settings.unit import UnitChoice


def test_segments_are_8_unless_they_are_limited_otherwise() -> None:
    assert BatchConfig(file="f").budget() == Budget(segments=8)
    assert BatchConfig(file="f", max_error=0.1).budget() == Budget(max_error=0.1)
    with pytest.raises(ConfigError, match="--segments and --max-error"):
        BatchConfig(file="f", segments=3, max_error=0.1).budget()


def test_a_unit_needs_a_format() -> None:
    assert BatchConfig(file="f").spec() is None
    assert BatchConfig(file="f", format="q3.3").spec() is not None
    with pytest.raises(ConfigError, match="add --format"):
        BatchConfig(file="f", unit=UnitChoice(output="q3.3")).spec()
