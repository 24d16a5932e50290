"""An image classifier, and how it wants its images."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from torch import Tensor, nn

if TYPE_CHECKING:
    from PIL.Image import Image

LONGEST = 160  # characters of what a library says


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Classifier:
    """An image classifier with its weights.

    Parameters
    ----------
    name, origin, licence : str
        What it is called, where its weights are, and under which terms.
    module : Module
        Maps images (n, 3, height, width) to logits (n, k), or to a record with `logits`.
    prepare : callable
        Turns an image in RGB into a tensor (3, height, width).
    classes : tuple of str, k of them
        What it calls its classes, in its order.
    """

    name: str
    origin: str
    licence: str
    module: nn.Module
    prepare: Callable[[Image], Tensor]
    classes: tuple[str, ...]

    def logits(self, module: nn.Module, images: Tensor) -> Tensor:
        """Return the logits (n, k) that a module like this one's gives."""
        found = module(images)
        logits: Tensor = getattr(found, "logits", found)
        return logits


def first_line(fault: Exception) -> str:
    """Return the first line that a fault of a library says, shortened, or its kind."""
    line = next((line for line in str(fault).splitlines() if line.strip()), type(fault).__name__)
    return textwrap.shorten(line.rstrip("."), LONGEST, placeholder=" ...")
