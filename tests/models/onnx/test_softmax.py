"""Softmax with a table: probabilities of the table's exponentials."""

from __future__ import annotations

import numpy as np
import onnx_models as models
import pytest

from pwlact.models.onnx.rewrite import rewrite_model


@pytest.mark.parametrize(("axis", "kind"), [(0, "float"), (-1, "float"), (-1, "float16")])
def test_it_is_the_tables_share(axis, kind):
    table = models.uniform("exp", 40, -10.0, 0.0)
    model = models.model_of(f"y = Softmax <axis = {axis}> (x)", kind=kind, shape="A, B")
    done = rewrite_model(model, {"softmax": table}).model
    models.check(done)
    x = np.random.default_rng(0).normal(size=(3, 4)).astype(np.float16)
    powers = table(x.astype(float) - x.max(axis, keepdims=True))
    found = models.run(done, x if kind == "float16" else x.astype(np.float32))
    assert np.allclose(found, powers / powers.sum(axis, keepdims=True), atol=2e-3 if kind == "float16" else 1e-6)
