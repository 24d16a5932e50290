"""A function as the compiled kernels see it."""

from __future__ import annotations

from dataclasses import dataclass

from pwlact.functions import Activation, Interval


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Curve:
    """Tables."""

    interval: Interval


def curve_of(activation: Activation, interval: Interval) -> Curve:
    """Tabulate."""
    return Curve(interval=interval)
