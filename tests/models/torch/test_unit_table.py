"""Units in PyTorch: the datapath's model, bit for bit."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from network_tables import rounded_unit
from random_units import fixed_spec, float_spec, pick, random_unit

from pwlact.formats import parse_format
from pwlact.functions import Symmetry
from pwlact.models.torch.unit_table import UnitTable, code_slopes

FLOATS = ("fp16", "bf16", "fp8_e4m3", "fp8_e5m2")
MIRRORED = {"tanh": Symmetry.ODD, "sigmoid": Symmetry.COMPLEMENTARY, "silu": Symmetry.GATED}


def check_every_code(unit):
    codes = unit.spec.input.codes()
    x = unit.spec.input.decode(codes)
    y = UnitTable(unit)(torch.tensor(x, dtype=torch.float64)).numpy()
    expected = unit.spec.output.decode(unit(codes))
    assert np.array_equal(y[~np.isnan(x)], expected[~np.isnan(x)], equal_nan=True)
    assert np.isnan(y[np.isnan(x)]).all()


@pytest.mark.parametrize("name", ["q4.12", "q3.5", *FLOATS])
@pytest.mark.parametrize("function", MIRRORED)
def test_every_code_has_the_output_of_the_model(function, name):
    check_every_code(rounded_unit(function, name))


@pytest.mark.parametrize("seed", range(20))
def test_units_of_every_kind_are_the_models(seed):
    rng = np.random.default_rng(seed)
    check_every_code(random_unit(rng, fixed_spec(rng) if seed % 2 else float_spec(rng, pick(rng, FLOATS))))


def test_between_codes_the_nearest_counts():
    unit = rounded_unit("silu", "q4.6")
    x = np.random.default_rng(0).normal(0.0, 5.0, 2000).astype(np.float32)
    expected = unit.spec.output.decode(unit(unit.spec.input.encode(x)))
    assert np.array_equal(UnitTable(unit)(torch.tensor(x)).numpy(), expected)


@pytest.mark.parametrize("function", MIRRORED)
def test_slopes_are_those_of_the_outputs(function):
    for settings in ({}, {"symmetry": MIRRORED[function]}):
        unit = rounded_unit(function, "q4.12", **settings)
        codes = np.arange(-20_000, 20_000, 777)
        near = (unit(codes + 64) - unit(codes - 64)) / 128.0
        same = unit.piece(codes + 64) == unit.piece(codes - 64)
        assert np.allclose(code_slopes(unit, codes)[same], near[same], atol=0.02)


@pytest.mark.parametrize(("output", "dtype"), [("q4.20", torch.float32), ("q4.28", torch.float64)])
def test_outputs_are_kept_in_a_dtype_that_holds_them(output, dtype):
    wide = parse_format(output)
    unit = rounded_unit("silu", "q4.8", slope=wide, intercept=wide, output=wide)
    assert UnitTable(unit).outputs.dtype is dtype
    check_every_code(unit)
