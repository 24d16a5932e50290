"""Input codes of tensors: those of the formats, for every kind of number."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from pwlact.errors import FormatError
from pwlact.formats import parse_format
from pwlact.models.torch.codes import encoder

FORMATS = (
    "q4.12", "q3.5", "uq0.8", "q8.-2", "q-120.130", "q130.-120", "q7.6",
    "fp16", "bf16", "fp8_e4m3", "fp8_e5m2", "e6m9", "e2m1", "e8m3", "e5m3fn",
)  # fmt: skip


def numbers(format_):
    """Return all values of a format, the middles between neighbours, what is next to both, and far ones."""
    values = np.sort(format_.decode(format_.codes()))
    values = values[np.isfinite(values)]
    middles = 0.5 * (values[1:] + values[:-1])
    x = np.concatenate((values, middles, 3.0 * values[[0, -1]], [0.0, -0.0, 1e38, -1e38]))
    with np.errstate(over="ignore"):
        x = x.astype(np.float32)
    return np.concatenate((x, np.nextafter(x, np.float32(np.inf)), np.nextafter(x, np.float32(-np.inf))))


@pytest.mark.parametrize("name", FORMATS)
def test_indices_are_those_of_the_formats_codes(name):
    format_ = parse_format(name)
    x = numbers(format_)
    x = x[np.isfinite(x)]
    assert np.array_equal(format_.codes()[encoder(format_)(torch.tensor(x))], format_.encode(x))


@pytest.mark.parametrize("name", ["fp16", "bf16", "fp8_e4m3"])
def test_floats_take_infinities_and_nan_as_the_format_does(name):
    format_, x = parse_format(name), torch.tensor([torch.inf, -torch.inf, torch.nan])
    assert encoder(format_)(x).tolist() == format_.encode(x.numpy()).tolist()


def test_fixed_point_holds_infinities_at_its_ends_and_nan_at_zero():
    format_, x = parse_format("q4.4"), torch.tensor([torch.inf, -torch.inf, torch.nan])
    assert format_.codes()[encoder(format_)(x)].tolist() == [127, -128, 0]


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16, torch.float64])
@pytest.mark.parametrize("name", ["q4.12", "fp8_e5m2"])
def test_inputs_of_any_dtype_are_rounded_once(name, dtype):
    format_ = parse_format(name)
    x = torch.linspace(-9.0, 9.0, 1001).to(dtype)
    assert np.array_equal(format_.codes()[encoder(format_)(x)], format_.encode(x.double().numpy()))


def test_more_than_20_bits_are_refused():
    with pytest.raises(FormatError, match="at most 20 bits"):
        encoder(parse_format("q4.17"))
