"""Closed forms that others use in place of a function, for comparison with the results of searches."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pwlact import functions
from pwlact._types import Array
from pwlact.fit import Samples
from pwlact.functions import ArrayFunction
from pwlact.metrics import Errors, grid_errors


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedForm:
    """A fixed approximation.

    Parameters
    ----------
    name : str
        Short name, as in tables.
    label : str
        Name for people.
    functions : tuple of str
        Canonical names of the functions that it approximates.
    evaluate : callable
        The form on float64 arrays of any shape.
    source : str
        Where it is defined.
    """

    name: str
    label: str
    functions: tuple[str, ...]
    evaluate: ArrayFunction
    source: str


def ibert_gelu(x: Array) -> Array:
    """Return x (1 + L(x / sqrt 2)) / 2 with L(z) = sign(z) (a (min(|z|, -b) + b)^2 + 1), a = -0.2888, b = -1.769.

    Source: Kim et al., "I-BERT", arXiv 2101.01321, i-GELU.
    """
    a, b = -0.2888, -1.769
    z = x / np.sqrt(2.0)
    erf = np.sign(z) * (a * (np.minimum(np.abs(z), -b) + b) ** 2 + 1.0)
    return np.asarray(0.5 * x * (1.0 + erf))


LI_THRESHOLDS = np.array([1.0, 2.0, 3.0, 4.5, 8.0])
LI_SLOPES = np.array([0.2389, 0.1481, 0.06975, 0.02367, 0.00252, 0.0])
LI_LEFT_SLOPES = np.array([0.2389, 0.14841, 0.06975, 0.02367, 0.00252, 0.0])
LI_INTERCEPTS = np.array([0.5, 0.59049, 0.74781, 0.88603, 0.98125, 1.0])


def li_sigmoid(x: Array) -> Array:
    """Return slope_k |x| + intercept_k from the table for x >= 0, and 1 minus it for x < 0.

    As published: from -2 to -1 the slope is 0.14841, while p(-x) = 1 - p(x) would give 0.1481. It may be a slip, but
    the paper's mean error of 1.64e-3 belongs to the table with 0.14841.
    Source: Li et al., Electronics 11 (2022) 1365, doi 10.3390/electronics11091365, ten segments.
    """
    away, negative = np.abs(x), np.asarray(x) < 0.0
    k = np.searchsorted(LI_THRESHOLDS, away)
    rise = np.where(negative, LI_LEFT_SLOPES[k], LI_SLOPES[k]) * away + LI_INTERCEPTS[k]
    return np.asarray(np.where(negative, 1.0 - rise, rise))


CLOSED_FORMS: tuple[ClosedForm, ...] = (
    ClosedForm(
        name="hard-sigmoid",
        label="Hard sigmoid",
        functions=("sigmoid",),
        evaluate=functions.get("hardsigmoid").f,
        source=functions.get("hardsigmoid").source,
    ),
    ClosedForm(
        name="li-2022",
        label="Li et al. 2022, ten segments",
        functions=("sigmoid",),
        evaluate=li_sigmoid,
        source="Li et al., 2022, doi:10.3390/electronics11091365",
    ),
    ClosedForm(
        name="hard-swish",
        label="Hard swish",
        functions=("silu",),
        evaluate=functions.get("hardswish").f,
        source=functions.get("hardswish").source,
    ),
    ClosedForm(
        name="i-bert",
        label="I-BERT polynomial",
        functions=("gelu", "gelu_tanh"),
        evaluate=ibert_gelu,
        source="Kim et al., 2021, arXiv:2101.01321",
    ),
)
"""To add a closed form, list it here."""


def closed_forms(activation_name: str) -> tuple[ClosedForm, ...]:
    """Return the closed forms of a function by its canonical name; empty where none is listed."""
    return tuple(form for form in CLOSED_FORMS if activation_name in form.functions)


def errors_of(form: ClosedForm, samples: Samples) -> Errors:
    """Return max, mean and mean square of |form(x_i) - f(x_i)| over all samples.

    Parameters
    ----------
    form : ClosedForm
        The closed form.
    samples : Samples
        The function f on its sampling grid.
    """
    return grid_errors(samples, form.evaluate)
