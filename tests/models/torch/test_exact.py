"""Exact functions in PyTorch: those of the catalogue."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from pwlact import functions
from pwlact.errors import FunctionError
from pwlact.models.torch.exact import FUNCTIONS, Exact

WITH_PARAMETERS = (
    "silu:beta=1.702",
    "elu:alpha=0.5",
    "celu:alpha=2",
    "softplus:beta=3",
    "leaky_relu:negative_slope=0.2",
)


def test_every_function_of_the_catalogue_is_here():
    assert set(FUNCTIONS) == set(functions.names())


@pytest.mark.parametrize("name", [*functions.names(), *WITH_PARAMETERS])
def test_values_and_slopes_are_those_of_the_catalogue(name):
    activation = functions.get(name)
    low, high = activation.interval
    x = torch.linspace(low, high, 1001, dtype=torch.float64)[1:-1].requires_grad_()
    y = Exact(name)(x)
    (slope,) = torch.autograd.grad(y.sum(), x)
    away = np.min(np.abs(np.subtract.outer(x.detach().numpy(), [*activation.kinks, np.inf])), axis=1) > 1e-9
    assert np.allclose(y.detach().numpy(), activation.f(x.detach().numpy()), rtol=1e-9, atol=1e-9)
    assert np.allclose(slope.numpy()[away], activation.df(x.detach().numpy())[away], rtol=1e-7, atol=1e-7)


def test_another_function_is_refused():
    with pytest.raises(FunctionError, match="of the catalogue, got 'x \\+ 1'"):
        Exact("x + 1")
