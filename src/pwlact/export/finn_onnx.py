"""Target finn_onnx: an ONNX model of one MultiThreshold node, whose initializer holds the thresholds.

The node is qonnx's: y = out_bias + number of thresholds <= x (domain qonnx.custom_op.general). Inputs and outputs of
fixed point are codes; inputs of a float are real numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from pwlact.errors import ConfigError
from pwlact.export.source import Source
from pwlact.export.target import Target
from pwlact.export.thresholds import Thresholds, thresholds_note, thresholds_of

DOMAIN = "qonnx.custom_op.general"
IR_VERSION, OPSET = 8, 17  # what qonnx and FINN read


def files(source: Source) -> Mapping[str, bytes]:
    """Return the model.

    Raises
    ------
    FormatError
        If there is no unit, its input has more than 20 bits, the output is no fixed point or has more than 16 bits, or
        the rounded output falls somewhere.
    ConfigError
        If the package onnx is missing.
    """
    thresholds = thresholds_of(source, "finn_onnx")
    return {f"{source.symbol}_thresholds.onnx": _model(source, thresholds).SerializeToString(deterministic=True)}


def _model(source: Source, thresholds: Thresholds) -> Any:
    """Return the model: inputs and outputs of any shape (batch, channels), one set of thresholds for all channels."""
    onnx = _package()
    output, helper, single = thresholds.output, onnx.helper, onnx.TensorProto.FLOAT
    table = np.asarray(thresholds.values, dtype=np.float32)[None, :]
    node = helper.make_node(
        "MultiThreshold",
        ["x", "thresholds"],
        ["y"],
        domain=DOMAIN,
        out_dtype=f"{'INT' if output.signed else 'UINT'}{output.bits}",
        out_scale=1.0,
        out_bias=float(thresholds.bias),
        data_layout="NCHW",
    )
    graph = helper.make_graph(
        [node],
        source.symbol,
        [helper.make_tensor_value_info("x", single, ["batch", "channels"])],
        [helper.make_tensor_value_info("y", single, ["batch", "channels"])],
        [onnx.numpy_helper.from_array(table, "thresholds")],
        doc_string="\n".join(thresholds_note(source)),
    )
    operators = [helper.make_opsetid("", OPSET), helper.make_opsetid(DOMAIN, 1)]
    return helper.make_model(graph, producer_name="pwlact", opset_imports=operators, ir_version=IR_VERSION)


def _package() -> Any:
    try:
        import onnx
    except ImportError:
        raise ConfigError(
            "target finn_onnx needs the package onnx, got none; run `pip install 'pwlact[onnx]'`"
        ) from None
    return onnx


TARGET = Target("finn_onnx", "ONNX model of a MultiThreshold node for FINN: thresholds", files)
