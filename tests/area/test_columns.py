"""Names and columns of the features."""

from __future__ import annotations

from pwlact.area import columns


def test_every_feature_has_the_constant_of_its_name() -> None:
    assert [getattr(columns, name.upper()) for name in columns.FEATURES] == list(range(len(columns.FEATURES)))
