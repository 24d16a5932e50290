"""The registry of targets."""

from __future__ import annotations

import pytest

from pwlact.errors import ConfigError
from pwlact.export import TARGETS, target_of


def test_every_target_has_its_name_and_a_title() -> None:
    assert [target.name for target in TARGETS.values()] == list(TARGETS)
    assert all(target.title and not target.title.endswith(".") for target in TARGETS.values())
    assert target_of(" GQA-LUT ") is TARGETS["gqa_lut"]
    with pytest.raises(ConfigError, match=r"got 'lut9'; did you mean lut8\? choose one"):
        target_of("lut9")
    with pytest.raises(ConfigError, match="got 'vhdl'; choose one"):
        target_of("vhdl")


def test_every_target_has_a_file_of_its_own() -> None:
    modules = [target.files.__module__ for target in TARGETS.values()]
    assert len(set(modules)) == len(TARGETS)
    assert all(module.startswith("pwlact.export.") for module in modules)
