"""Tables for tensors of any type and shape."""

from __future__ import annotations

import numpy as np
import onnx_models as models
import pytest

from pwlact.models.onnx.rewrite import rewrite_model

PWL = models.random_pwl(3, 6)


@pytest.mark.parametrize("opset", [13, 14, 17, 18, 21])
@pytest.mark.parametrize("shape", [(5,), (2, 3, 4), (1,), (0, 3)])
def test_dynamic_shapes_are_kept(opset, shape):
    axes = ", ".join("ABC"[: len(shape)])
    done = rewrite_model(models.model_of("y = Sigmoid (x)", opset=opset, shape=axes), {"sigmoid": PWL}).model
    models.check(done)
    x = np.random.default_rng(0).normal(size=shape).astype(np.float32)
    y = models.run(done, x)
    assert y.shape == shape
    assert np.allclose(y, PWL(x), atol=1e-5)


def test_a_scalar_stays_one():
    done = rewrite_model(models.model_of("y = Sigmoid (x)", shape=""), {"sigmoid": PWL}).model
    y = models.run(done, np.array(0.3, np.float32))
    assert y.shape == ()
    assert y == pytest.approx(PWL(0.3), abs=1e-6)


def test_an_empty_tensor_without_rows_stays_one():
    done = rewrite_model(models.model_of("y = Sigmoid (x)", shape="A, B"), {"sigmoid": PWL}).model
    assert models.run(done, np.zeros((3, 0), np.float32)).shape == (3, 0)


def test_half_precision_is_rounded_once():
    done = rewrite_model(models.model_of("y = Sigmoid (x)", kind="float16"), {"sigmoid": PWL}).model
    models.check(done)
    x = np.random.default_rng(0).normal(scale=3, size=4000).astype(np.float16)
    y = models.run(done, x)
    assert y.dtype == np.float16
    exact = PWL(x.astype(np.float64))
    assert np.all(np.abs(y - exact) <= 0.5001 * np.spacing(np.abs(exact).astype(np.float16)) + 1e-6)


def test_double_precision_is_kept():
    done = rewrite_model(models.model_of("y = Sigmoid (x)", kind="double"), {"sigmoid": PWL}).model
    x = np.random.default_rng(0).normal(scale=3, size=400)
    assert np.allclose(models.run(done, x), PWL(x), rtol=0, atol=1e-13)
