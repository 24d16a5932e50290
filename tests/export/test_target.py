"""Records of targets."""

from __future__ import annotations

import dataclasses

import pytest
from export.units import silu_unit, source_of

from pwlact.export import Source
from pwlact.export.target import Target


def test_a_target_is_a_name_a_title_and_a_function_of_a_source() -> None:
    def files(source: Source) -> dict[str, str]:
        return {f"{source.symbol}.txt": source.name}

    target = Target("text", "the name alone", files)
    assert target.files(source_of(silu_unit())) == {"pwl_silu.txt": "silu"}
    with pytest.raises(dataclasses.FrozenInstanceError):
        target.name = "other"  # type: ignore[misc]
