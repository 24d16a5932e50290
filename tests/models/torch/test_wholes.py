"""Softmax and GLU with a module for their function."""

from __future__ import annotations

import pytest
import torch
from torch.nn import functional as F

from pwlact.models.torch.wholes import glu_of, softmax_of

X = torch.linspace(-2.0, 2.0, 12).reshape(3, 4)


@pytest.mark.parametrize("dim", [0, 1, -1])
def test_softmax_of_exp_is_softmax(dim):
    assert torch.allclose(softmax_of(torch.exp, X, dim), X.softmax(dim))
    assert softmax_of(torch.exp, X, dim, dtype=torch.float64).dtype is torch.float64


def test_softmax_takes_its_dtype_by_place_too():
    assert softmax_of(torch.exp, X, 1, torch.float64).dtype is torch.float64
    assert softmax_of(torch.exp, X, 1, 3, dtype=torch.float64).dtype is torch.float64


def test_a_masked_softmax_gives_zero_where_it_is_masked():
    x = torch.tensor([[0.0, 1.0, -torch.inf]])
    assert torch.allclose(softmax_of(torch.exp, x, -1), x.softmax(-1))


def test_glu_of_sigmoid_is_glu():
    assert torch.allclose(glu_of(torch.sigmoid, X, 1), F.glu(X, 1))
