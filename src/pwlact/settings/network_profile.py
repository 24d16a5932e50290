"""Settings of a profile: which network, on which of its data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pwlact.errors import require
from pwlact.settings.marks import File
from pwlact.settings.models import NetworkChoice


@dataclass(frozen=True, kw_only=True)
class NetworkProfileConfig(NetworkChoice):
    """Which network is profiled, and how."""

    out: File = "profile.npz"
    """File that the profile is written to; --density takes it."""
    count: int | None = None
    """Samples of the data: images, tokens, words; by default the network's usual number."""
    split: Literal["calibration", "test"] = "calibration"
    """Which of the network's data; the test is apart from the calibration."""
    sensitivity: bool = True
    """Also record how much the loss minds an error of each activation, which takes a backward pass."""

    def __post_init__(self) -> None:
        require(self.count is None or self.count >= 1, "--count is at least 1", self.count, "try 256")
        require(self.out.endswith(".npz"), "a profile's file ends in .npz", self.out, "try profile.npz")
