"""Small policies and problems for the tests of the general policy."""

from __future__ import annotations

import numpy as np

from pwlact.functions import get
from pwlact.search.evaluators import RealEvaluator, make_real_evaluator
from pwlact.search.general.network import Layers
from pwlact.search.general.walk_kernels import SIZE
from pwlact.search.problem import FitName, Problem


def random_layers(width: int = 8, seed: int = 0, scale: float = 0.2) -> Layers:
    """Return a network that knows nothing."""
    generator = np.random.default_rng(seed)
    shapes: tuple[tuple[int, ...], ...] = ((SIZE, width), (width,), (width, width), (width,), (width,), ())
    return tuple(np.asarray(scale * generator.standard_normal(shape), dtype=np.float32) for shape in shapes)


def evaluator(name: str = "silu", segments: int = 9, fit: FitName = "lstsq") -> RealEvaluator:
    """Return the evaluator of a catalogue function on its own range."""
    activation = get(name)
    return make_real_evaluator(Problem(activation=activation, interval=activation.interval, segments=segments, fit=fit))
