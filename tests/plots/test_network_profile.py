"""The figure of a profile."""

from __future__ import annotations

import numpy as np
import pytest
from drawn import check_texts, legend, title

from pwlact.fit.profile import CELLS, Profile, SiteProfile
from pwlact.fit.profile_counts import count_inputs
from pwlact.plots import network_profile


def _profile(sensitivity: bool) -> Profile:
    drawn = np.random.default_rng(0)
    sites = []
    for name, function, scale in (("a", "silu", 2.0), ("b", "silu", 5.0), ("c", "tanh", 1.0)):
        counts = np.zeros(CELLS)
        count_inputs(scale * drawn.normal(size=20_000), counts)
        sites.append(SiteProfile(name=name, function=function, counts=counts, squares=counts if sensitivity else None))
    return Profile(network="net", samples=40, sites=tuple(sites))


@pytest.mark.parametrize("sensitivity", [True, False])
def test_each_function_has_a_panel_with_densities_of_integral_1(sensitivity: bool) -> None:
    figure = network_profile(_profile(sensitivity))
    check_texts(figure)
    assert title(figure) == "net: inputs of its functions, over 40 samples"
    assert len(legend(figure)) == 1 + sensitivity
    assert [axes.get_xlabel() for axes in figure.axes] == ["input of silu", "input of tanh"]
    for axes in figure.axes:
        for steps in axes.patches:
            values, edges, _ = steps.get_data()
            assert np.sum(values * np.diff(edges)) == pytest.approx(1.0, abs=1e-3)
