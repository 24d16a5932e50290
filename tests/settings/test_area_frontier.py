"""Settings of error against area: what they refuse."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from pwlact.errors import ConfigError
from pwlact.settings.area_frontier import AreaFrontierConfig


def test_bad_settings_are_refused(tmp_path: Path) -> None:
    good = AreaFrontierConfig(function="tanh", formats=("q4.4",), segments_list=(4,), estimate=True)
    refused = {
        "formats": ((), "one value or more"),
        "segments_list": ((), "one value or more"),
        "schemes": (("bram",), "a scheme is one of"),
        "target": ("stratix", "estimated for ice40"),
        "jobs": (0, "at least 1"),
        "liberty": (str(tmp_path / "cells.lib"), "takes a Liberty file"),
    }
    for name, (value, words) in refused.items():
        with pytest.raises(ConfigError, match=words):
            dataclasses.replace(good, **{name: value})
