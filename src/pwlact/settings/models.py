"""Settings of the network that a command is about, and of the data that it is judged on."""

from __future__ import annotations

from dataclasses import dataclass

from tyro.conf import Positional

from pwlact._types import Rare
from pwlact.errors import ConfigError, require
from pwlact.settings.marks import File, Folder

TRANSFORMERS, TIMM = "hf:", "timm:"


@dataclass(frozen=True, kw_only=True)  # no slots: a mixin
class NetworkChoice:
    """Which network, judged on which data."""

    network: Positional[str | None] = None
    """Name of a network; `pwlact models list` lists them."""
    model: str | None = None
    """In place of NETWORK: hf:FOLDER, timm:NAME, or module:function of your own. hf: takes an image classifier that
    transformers saved, or its name in the hub's cache; a module is imported from the working folder, which runs it."""
    images: Folder | None = None
    """For hf: and timm:, a folder of class folders, or of images with --labels. ImageNet's flat validation set is one
    of the latter."""
    labels: Rare[File | None] = None
    """Labels of flat --images: ImageNet's LOC_val_solution.csv or ground truth, or a label a line; of class folders,
    their names in the model's order."""
    data: str | None = None
    """For module:function, the module:function that gives batches of inputs and labels."""
    calibration: Rare[str | None] = None
    """Other data for profiles, as --images or --data has them; by default a part of those, apart from the test."""

    def spec(self) -> str:
        """Return what names the network: NETWORK or --model.

        Raises
        ------
        ConfigError
            If neither or both are given, or data that do not go with it.
        """
        found = [word for word in (self.network, self.model) if word is not None]
        if len(found) != 1:
            raise ConfigError(
                f"give either a NETWORK or --model, got {'both' if found else 'neither'}; "
                "`pwlact models list` lists the networks"
            )
        self._check_data(found[0])
        return found[0]

    def _check_data(self, spec: str) -> None:
        """Raise ConfigError where data stand beside a network that does not take them."""
        if spec.startswith((TRANSFORMERS, TIMM)):
            taken, needed = {"images", "labels", "calibration"}, "images"
        elif ":" in spec:
            taken, needed = {"data", "calibration"}, "data"
        else:
            taken, needed = set(), ""
        given = [name for name in ("images", "labels", "data", "calibration") if getattr(self, name) is not None]
        for name in given:
            require(name in taken, f"--{name} goes with a --model that takes it", f"it with {spec!r}", "leave it out")
        require(not needed or needed in given, f"--model {spec} needs --{needed}", "none", f"add --{needed}")
