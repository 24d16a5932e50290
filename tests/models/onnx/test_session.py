"""Sessions of onnxruntime: one thread, and the model's outputs."""

from __future__ import annotations

import numpy as np
import onnx_models as models

from pwlact.models.onnx.session import make_session


def test_a_session_runs_on_one_thread():
    session = make_session(models.model_of("y = Relu (x)"))
    assert session.get_session_options().intra_op_num_threads == 1
    assert session.run(None, {"x": np.array([-1, 2], np.float32)})[0].tolist() == [0.0, 2.0]
