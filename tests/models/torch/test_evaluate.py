"""p(x) in any dtype: which way is taken, and that ways agree."""

from __future__ import annotations

import pytest
import torch
from network_tables import uniform_pwl

from pwlact.models.torch import evaluate as module
from pwlact.models.torch.evaluate import evaluate, plain
from pwlact.models.torch.line_table import FixedKnots

X = torch.linspace(-12.0, 12.0, 1001)


@pytest.mark.parametrize("segments", [16, 200])
def test_both_ways_agree_bit_for_bit(segments):
    lines = FixedKnots(uniform_pwl("gelu", segments), torch.float32)()
    assert torch.equal(evaluate(X, lines), plain(X, lines))


def test_transforms_of_torch_func_are_given_plain_operators():
    lines = FixedKnots(uniform_pwl("gelu"), torch.float32)()
    slopes = torch.func.vmap(torch.func.grad(lambda x: evaluate(x, lines).sum()))(X[:1000].reshape(10, 100))
    assert torch.equal(slopes.ravel(), lines.slopes[torch.bucketize(X[:1000], lines.thresholds)])


@pytest.mark.parametrize(
    ("x", "dtype", "segments", "compiled"),
    [
        (X, torch.float32, 16, True),
        (X.bfloat16(), torch.float32, 16, True),
        (X.double(), torch.float32, 16, False),
        (X, torch.float64, 16, False),
        (X, torch.float32, 200, False),
    ],
)
def test_kernels_serve_single_precision_and_short_tables(x, dtype, segments, compiled, monkeypatch):
    calls = []
    monkeypatch.setattr(module, "compiled", lambda x, *lines: calls.append(1) or x)
    y = evaluate(x, FixedKnots(uniform_pwl("gelu", segments), dtype)())
    assert bool(calls) is compiled
    assert y.dtype is x.dtype
