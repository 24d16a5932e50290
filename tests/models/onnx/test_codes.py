"""A unit as nodes: equal to it bit for bit, for every kind of input."""

from __future__ import annotations

import numpy as np
import onnx_models as models
import pytest
from random_units import fixed_spec, float_spec, random_unit, spec_of

from pwlact.datapath import Unit
from pwlact.errors import FormatError
from pwlact.formats import FixedPoint, FloatFormat
from pwlact.functions import Symmetry
from pwlact.models.onnx.rewrite import rewrite_model


def _run(unit: Unit, x: np.ndarray) -> np.ndarray:
    done = rewrite_model(models.model_of("y = Sigmoid (x)"), {"sigmoid": unit}).model
    models.check(done)
    return models.run(done, x)


def _inputs(unit: Unit, rng: np.random.Generator) -> np.ndarray:
    """Return inputs on and about every code's value, midway between codes, beyond them, and zeros of both signs."""
    format_ = unit.spec.input
    codes = format_.codes()
    values = format_.decode(codes if codes.size < 5000 else rng.choice(codes, 5000))
    values = np.unique(values[np.isfinite(values)]).astype(np.float32)
    middles = ((values[1:].astype(np.float64) + values[:-1]) / 2.0).astype(np.float32)
    near = [np.nextafter(middles, np.float32(side)) for side in (np.inf, -np.inf)]
    far = np.array([0.0, -0.0, 1e-30, -1e-30, 1e30, -1e30, np.inf, -np.inf], np.float32)
    return np.concatenate([values, middles, *near, far])


def _expected(unit: Unit, x: np.ndarray) -> np.ndarray:
    format_ = unit.spec.input
    wide = x.astype(np.float64)
    if isinstance(format_, FixedPoint):
        wide = np.clip(wide, *format_.limits)
    return unit.spec.output.decode(unit(format_.encode(wide)))


@pytest.mark.parametrize("seed", range(12))
def test_units_in_fixed_point_are_equal_bit_for_bit(seed):
    rng = np.random.default_rng(seed)
    unit = random_unit(rng, fixed_spec(rng))
    x = _inputs(unit, rng)
    assert np.array_equal(_run(unit, x), _expected(unit, x))


@pytest.mark.parametrize("name", ["fp16", "bf16", "fp8_e5m2", "fp8_e4m3", "e3m4"])
@pytest.mark.parametrize("symmetry", [Symmetry.NONE, Symmetry.ODD])
def test_units_in_floats_are_equal_bit_for_bit(name, symmetry):
    rng = np.random.default_rng(len(name))
    unit = random_unit(rng, float_spec(rng, name, symmetry=symmetry, address_bits=None), 5)
    assert isinstance(unit.spec.input, FloatFormat)
    x = _inputs(unit, rng)
    found, expected = _run(unit, x), _expected(unit, x)
    assert np.array_equal(found, expected, equal_nan=True)
    assert np.array_equal(np.signbit(found), np.signbit(expected.astype(np.float32)))


@pytest.mark.parametrize("name", ["q3.5", "uq0.8", "fp16", "fp8_e4m3"])
def test_nan_stays_nan(name):
    unit = random_unit(np.random.default_rng(0), spec_of(name))
    assert np.isnan(_run(unit, np.full(9, np.nan, np.float32))).all()


def test_scales_beyond_single_precision_are_computed_in_double():
    unit = random_unit(np.random.default_rng(1), spec_of("q-120.130"), 3)
    x = _inputs(unit, np.random.default_rng(0)) * np.float32(2.0**-120)
    assert np.array_equal(_run(unit, x), _expected(unit, x).astype(np.float32))


def test_a_unit_of_more_than_20_bits_is_refused():
    unit = random_unit(np.random.default_rng(0), spec_of("q11.10"))
    with pytest.raises(FormatError, match=r"at most 20 bits, got q11\.10 with 21"):
        _run(unit, np.zeros(1, np.float32))
