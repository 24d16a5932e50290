"""ONNX files: external data, and written whole or not at all."""

from __future__ import annotations

import numpy as np
import onnx
import onnx_models as models
import onnxruntime
import pytest

from pwlact.errors import FileError
from pwlact.models.onnx import files
from pwlact.models.onnx.rewrite import rewrite_model

WEIGHTS = np.random.default_rng(0).normal(size=(4, 4)).astype(np.float32)
TABLE = models.uniform("gelu")


@pytest.fixture
def external(tmp_path):
    """Give the file of a model whose tensors, constants of one number too, are all in another file."""
    folder = tmp_path / "source"
    folder.mkdir()
    model = models.model_of(
        "m = MatMul (x, weights) " + models.GELU.replace("x", "m"), constants=models.CONSTANTS, shape="4, 4"
    )
    model.graph.initializer.append(onnx.numpy_helper.from_array(WEIGHTS, "weights"))
    for tensor in model.graph.initializer:
        tensor.CopyFrom(onnx.numpy_helper.from_array(onnx.numpy_helper.to_array(tensor), tensor.name))
    onnx.save_model(model, folder / "model.onnx", save_as_external_data=True, location="weights.bin", size_threshold=0)
    return folder / "model.onnx"


def test_external_data_is_not_loaded_but_copied_to_one_file(external, tmp_path):
    model = files.read_model(external)
    assert all(not tensor.raw_data for tensor in model.graph.initializer)
    done = rewrite_model(model, {"gelu": TABLE}, folder=external.parent)
    assert [site.function for site in done.replaced] == ["gelu"]
    out = tmp_path / "new.onnx"
    files.write_model(done.model, out, external.parent)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["new.onnx", "new.onnx.data", "source"]
    (external.parent / "weights.bin").unlink()
    x = np.random.default_rng(1).normal(size=(4, 4)).astype(np.float32)
    (y,) = onnxruntime.InferenceSession(out).run(None, {"x": x})
    assert np.allclose(y, TABLE(x @ WEIGHTS), atol=1e-5)


def test_missing_external_data_is_named(external):
    (external.parent / "weights.bin").unlink()
    with pytest.raises(FileError, match="must be whole and valid"):
        files.read_model(external)


def test_data_that_ends_early_leaves_nothing(external, tmp_path):
    model = rewrite_model(files.read_model(external), {"gelu": TABLE}, folder=external.parent).model
    (external.parent / "weights.bin").unlink()
    with pytest.raises(FileError, match="must be writable, got"):
        files.write_model(model, tmp_path / "new.onnx", external.parent)
    assert [path.name for path in tmp_path.iterdir()] == ["source"]


def test_the_data_of_the_old_model_are_never_replaced(external):
    onnx.save_model(
        onnx.load(external), external, save_as_external_data=True, location="new.onnx.data", size_threshold=0
    )
    data = (external.parent / "new.onnx.data").read_bytes()
    model = rewrite_model(files.read_model(external), {"gelu": TABLE}, folder=external.parent).model
    with pytest.raises(FileError, match="own data stay as they are"):
        files.write_model(model, external.parent / "new.onnx", external.parent)
    assert (external.parent / "new.onnx.data").read_bytes() == data
    assert not (external.parent / "new.onnx").exists()


@pytest.mark.parametrize("content", [b"", b"no model", b"\x00" * 100])
def test_a_damaged_file_is_refused(content, tmp_path):
    path = tmp_path / "bad.onnx"
    path.write_bytes(content)
    with pytest.raises(FileError, match="an ONNX model must be whole and valid"):
        files.read_model(path)


def test_a_part_of_a_file_is_refused(tmp_path):
    whole = models.model_of("y = Sigmoid (x)").SerializeToString()
    for size in range(1, len(whole), 7):
        (tmp_path / "part.onnx").write_bytes(whole[:size])
        with pytest.raises(FileError):
            files.read_model(tmp_path / "part.onnx")


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(FileError, match="an ONNX model must exist"):
        files.read_model(tmp_path / "none.onnx")


def test_a_model_without_external_data_is_one_file(tmp_path):
    done = rewrite_model(models.model_of("y = Sigmoid (x)"), {"sigmoid": models.uniform("sigmoid")})
    files.write_model(done.model, tmp_path / "new.onnx", tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["new.onnx"]
    assert files.read_model(tmp_path / "new.onnx") == done.model
