"""The model of a MultiThreshold node, restated, on every input code."""

from __future__ import annotations

import sys

import numpy as np
import pytest
from consumers.finn import multithreshold
from export.test_finn_thresholds import RISING, flat_unit, source_with

from pwlact.datapath import input_codes
from pwlact.errors import ConfigError
from pwlact.export import TARGETS, Source
from pwlact.export.thresholds import thresholds_of
from pwlact.formats import FixedPoint, Rounding, parse_format


def model_of(source: Source) -> object:
    onnx = pytest.importorskip("onnx")
    ((name, content),) = TARGETS["finn_onnx"].files(source).items()
    assert name == "pwl_silu_thresholds.onnx"
    assert isinstance(content, bytes)
    return onnx.load_model_from_string(content)


@pytest.mark.parametrize("levels", ["uq0.4", "q1.7"])
@pytest.mark.parametrize("input_", ["q4.4", "uq3.6", "fp16", "bf16", "fp8_e4m3"])
@pytest.mark.parametrize("name", RISING)
def test_every_input_code_gives_the_rounded_function(name: str, input_: str, levels: str) -> None:
    source = source_with(name, flat_unit(input_), levels)
    output, format_ = parse_format(levels), parse_format(input_)
    codes = input_codes(format_)
    x = format_.decode(codes)
    with np.errstate(over="ignore"):
        y = np.clip(source.activation(x), *output.limits)
    fed = codes if isinstance(format_, FixedPoint) else x
    found = multithreshold(model_of(source), fed[:, None])[:, 0]
    assert np.array_equal(found, output.encode(y, Rounding.NEAREST_UP))


def test_the_model_is_whole_and_names_its_output_type() -> None:
    onnx = pytest.importorskip("onnx")
    source = source_with("tanh", flat_unit("q4.4"), "q1.7")
    model = model_of(source)
    onnx.checker.check_model(model)
    (node,) = model.graph.node
    assert {attribute.name: onnx.helper.get_attribute_value(attribute) for attribute in node.attribute} == {
        "out_dtype": b"INT8", "out_scale": 1.0, "out_bias": -128.0, "data_layout": b"NCHW"
    }  # fmt: skip
    (tensor,) = model.graph.initializer
    table = onnx.numpy_helper.to_array(tensor)
    assert table.dtype == np.float32
    assert table.shape == (1, 255)
    assert np.array_equal(table[0], thresholds_of(source, "finn_onnx").values)


def test_a_missing_package_is_named_with_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "onnx", None)
    with pytest.raises(ConfigError, match=r"needs the package onnx, got none; run `pip install 'pwlact\[onnx\]'`"):
        TARGETS["finn_onnx"].files(source_with("tanh", flat_unit("q4.4"), "q1.7"))
