"""Sessions of onnxruntime."""

from __future__ import annotations

import onnxruntime
from onnx import ModelProto


def make_session(model: ModelProto) -> onnxruntime.InferenceSession:
    """Return a session of a model below 2 GB, on one thread of the CPU."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
