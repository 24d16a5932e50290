"""What an allocation may be asked."""

from __future__ import annotations

import pytest

from pwlact.errors import ConfigError
from pwlact.settings.allocation import AllocationConfig
from pwlact.settings.unit import UnitChoice


@pytest.mark.parametrize(
    ("settings", "tables", "largest"),
    [
        ({"total_segments": 12}, 3, 16),
        ({"total_segments": 60}, 3, 40),
        ({"total_segments": 6000}, 3, 64),
        ({"total_segments": 60, "max_segments": 5}, 3, 5),
        ({"total_cost": 900, "format": "q4.12"}, 3, 16),
    ],
)
def test_counts_reach_twice_the_even_share(settings, tables, largest):
    assert AllocationConfig(**settings).counts(tables) == tuple(range(1, largest + 1))


def test_a_budget_is_in_segments_or_in_logic_cells():
    segments, cells = AllocationConfig(total_segments=8), AllocationConfig(total_cost=900, format="q4.12")
    assert (segments.budget, segments.cost_name, segments.unit_kind()) == (8, "segments", None)
    assert (cells.budget, cells.cost_name, cells.unit_kind().input.name) == (900, "logic cells", "q4.12")


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"max_segments": 0}, "max-segments must be at least 1, got 0"),
        ({"max_segments": 300}, "max-segments are at most 256, got 300"),
        ({"profile_count": 0}, "profile-count must be at least 1, got 0"),
    ],
)
def test_numbers_out_of_range_are_refused(settings, said):
    with pytest.raises(ConfigError, match=said):
        AllocationConfig(**settings)


def test_settings_of_a_unit_go_with_a_format():
    with pytest.raises(ConfigError, match="add --format"):
        AllocationConfig(network="cnn", total_segments=8, unit=UnitChoice(output="q4.8")).check()
