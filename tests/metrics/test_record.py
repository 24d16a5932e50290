"""Errors are a plain record: equal by value, and not to be changed."""

from __future__ import annotations

import dataclasses

import pytest

from pwlact.metrics import Errors


def test_equal_figures_are_equal_errors() -> None:
    assert Errors(max=2.0, mean=1.0, mse=0.5) == Errors(max=2.0, mean=1.0, mse=0.5)
    assert dataclasses.asdict(Errors(max=2.0, mean=1.0, mse=0.5)) == {"max": 2.0, "mean": 1.0, "mse": 0.5}


def test_figures_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Errors(max=2.0, mean=1.0, mse=0.5).max = 1.0  # type: ignore[misc]
