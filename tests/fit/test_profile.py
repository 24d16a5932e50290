"""Profiles: cells against a search of their edges, sums over sites, coverage and range."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from pwlact._types import Array
from pwlact.errors import ConfigError
from pwlact.fit.profile import CELLS, EDGES, LARGEST, SIDE, Profile, SiteProfile, cells_of, same_function


def site(x: Array, name: str = "a", function: str = "silu", squares: Array | None = None) -> SiteProfile:
    cells = cells_of(x)
    placed = cells[cells >= 0]
    counts = np.bincount(placed, minlength=CELLS).astype(float)
    return SiteProfile(
        name=name, function=function, counts=counts, squares=squares, beyond=int(cells.size - placed.size)
    )


def test_edges_ascend_from_both_largest_and_part_the_line_evenly_about_zero() -> None:
    assert EDGES.size == CELLS + 1
    assert np.all(np.diff(EDGES) > 0.0)
    assert (EDGES[0], EDGES[SIDE], EDGES[-1]) == (-LARGEST, 0.0, LARGEST)
    assert np.array_equal(EDGES, -EDGES[::-1])
    inner = EDGES[np.abs(EDGES) <= 2.0]
    assert np.array_equal(np.diff(inner), np.full(inner.size - 1, 1.0 / 256.0))
    widths = np.diff(EDGES)[EDGES[:-1] >= 2.0] / EDGES[:-1][EDGES[:-1] >= 2.0]
    assert widths.max() <= 1.0 / 256.0 < 2.0 * widths.min() * 1.01


@given(npst.arrays(np.float64, st.integers(1, 30), elements=st.floats(-7e4, 7e4)))
def test_cells_are_those_between_two_edges(x: Array) -> None:
    right = np.searchsorted(EDGES, x, side="right") - 1
    left = np.searchsorted(EDGES, x, side="left") - 1
    wanted = np.where(np.abs(x) < LARGEST, np.where(x < 0.0, left, right), -1)
    assert np.array_equal(cells_of(x), wanted)


@pytest.mark.parametrize("kind", [np.float16, np.float32, np.float64])
def test_edges_themselves_fall_away_from_zero_in_every_width_of_floats(kind: type) -> None:
    edges = EDGES[(np.abs(EDGES) < 100.0)]
    x = edges.astype(kind)
    exact = x.astype(np.float64) == edges
    assert exact.sum() > 2000
    cells = cells_of(x)[exact]
    assert np.array_equal(np.where(edges[exact] < 0.0, EDGES[cells + 1], EDGES[cells]), edges[exact])


def test_what_is_no_number_or_beyond_is_not_placed() -> None:
    x = np.array([np.nan, np.inf, -np.inf, LARGEST, -LARGEST, np.nextafter(LARGEST, 0.0), 0.0, -0.0, 5e-324, -5e-324])
    assert cells_of(x).tolist() == [-1, -1, -1, -1, -1, CELLS - 1, SIDE, SIDE, SIDE, SIDE - 1]
    assert cells_of(x.reshape(2, 5)).shape == (2, 5)


def test_coverage_is_the_share_of_inputs_in_a_range() -> None:
    x = np.concatenate((np.linspace(-3.0, 3.0, 60_000, endpoint=False), [np.nan, 1e6]))
    found = site(x)
    assert found.beyond == 2
    assert found.coverage(-1.0, 2.0) == pytest.approx(0.5, abs=1e-4)
    assert found.coverage(-LARGEST, LARGEST) == pytest.approx(60_000 / 60_002)
    assert found.coverage(0.0, 1.0 / 512.0) == pytest.approx(0.5 * found.counts[SIDE] / 60_002)
    assert np.isnan(site(np.empty(0)).coverage(-1.0, 1.0))


def test_a_range_leaves_as_much_out_at_either_end() -> None:
    x = np.linspace(-4.0, 4.0, 80_001)
    found = site(x)
    low, high = found.range(0.9)
    assert (low, high) == (pytest.approx(-3.6, abs=0.02), pytest.approx(3.6, abs=0.02))
    assert found.range() == (EDGES[cells_of(x[:1])[0]], EDGES[cells_of(x[-1:])[0] + 1])


@given(npst.arrays(np.float64, st.integers(1, 40), elements=st.floats(-6e4, 6e4)))
def test_the_whole_range_holds_every_placed_input(x: Array) -> None:
    low, high = site(x).range()
    assert low <= x.min() <= x.max() <= high
    assert site(x).coverage(low, high) == pytest.approx(1.0)


def test_a_range_of_nothing_is_refused() -> None:
    with pytest.raises(ConfigError, match="a range is of inputs, got none at site 'a'"):
        site(np.empty(0)).range()


def test_sites_of_a_function_add_up_whatever_they_call_it() -> None:
    ones = np.ones(CELLS)
    sites = (
        site(np.array([0.0, 1e9]), "a", "silu", ones),
        site(np.array([1.0]), "b", "swish", 2.0 * ones),
        site(np.array([2.0]), "c", "gelu"),
        site(np.array([3.0]), "d", "silu:beta=1.702", ones),
    )
    profile = Profile(network="toy", samples=3, sites=sites)
    merged = profile.merged("silu")
    assert (merged.name, merged.function, merged.beyond) == ("silu", "silu", 1)
    assert merged.counts.sum() == 2.0
    assert merged.squares is not None
    assert np.array_equal(merged.squares, 3.0 * ones)
    assert profile.merged("gelu").squares is None
    assert np.array_equal(profile.merged("quickgelu").counts, sites[3].counts)
    assert profile.functions == ("silu", "swish", "gelu", "silu:beta=1.702")
    assert profile.site("c") is sites[2]


def test_squares_that_one_site_lacks_are_not_summed() -> None:
    both = Profile(
        network="toy", samples=1, sites=(site(np.ones(1), "a"), site(np.ones(1), "b", squares=np.ones(CELLS)))
    )
    assert both.merged("silu").squares is None


def test_unknown_sites_and_functions_are_refused() -> None:
    profile = Profile(network="toy", samples=1, sites=(site(np.ones(1), "layers.0.act"),))
    with pytest.raises(ConfigError, match=r"a site is one of the profile's 1, got 'layers.0.akt'; did you mean layers"):
        profile.site("layers.0.akt")
    with pytest.raises(ConfigError, match="a profile's function is one of silu, got tanh; the network toy has none"):
        profile.merged("tanh")


@pytest.mark.parametrize(
    ("name", "other", "same"),
    [("swish", "silu", True), ("SiLU", "silu", True), ("quickgelu", "silu:beta=1.702", True),
     ("gelu", "gelu_tanh", False),
     ("x*x", "x*x", True), ("x*x", "silu", False)],
)  # fmt: skip
def test_names_of_one_function_are_the_same(name: str, other: str, same: bool) -> None:
    assert same_function(name, other) is same
