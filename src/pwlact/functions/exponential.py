"""The exponential, as softmax and attention need it: on a range left of zero."""

from __future__ import annotations

import math
import sys

import numpy as np

from pwlact._types import Array
from pwlact.functions.activation import Activation, Line
from pwlact.functions.stable import quiet

LARGEST = math.log(sys.float_info.max)


@quiet
def _exp(x: Array) -> Array:
    return np.exp(np.minimum(x, LARGEST))


def exp() -> Activation:
    """Exponential, f(x) = exp(x) = f'(x) = f''(x), by default on [-8, 0] as softmax uses it.

    From x = log(largest double), about 709.78, all three stay at their value there, so that nothing
    overflows. There is no right tail line: a piecewise-linear approximation extends its last segment.

    Source: PyTorch, torch.exp.
    """
    return Activation(
        name="exp",
        label="Exp",
        formula="exp(x)",
        f=_exp,
        df=_exp,
        d2f=_exp,
        left_tail=Line(0.0, 0.0),
        interval=(-8.0, 0.0),
        source="PyTorch, torch.exp",
    )
