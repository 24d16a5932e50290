"""A profile's tables."""

from __future__ import annotations

import numpy as np
import pytest
from tiny_network import TinyNetwork

from pwlact.cli.show_profile import print_profile
from pwlact.fit.profile import CELLS, Profile, SiteProfile


def test_sites_without_inputs_are_named_below(capsys: pytest.CaptureFixture[str]) -> None:
    network = TinyNetwork()
    profile = network.profile("test", sensitivity=True, count=100)
    idle = SiteProfile(name="idle", function="tanh", counts=np.zeros(CELLS))
    print_profile(Profile(network="tiny", samples=100, sites=(*profile.sites, idle)), network)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "tiny network, profiled on 100 samples"
    assert "without inputs: idle" in lines
    assert sum(line.startswith(("wide", "narrow/act", "last")) for line in lines) == 3
