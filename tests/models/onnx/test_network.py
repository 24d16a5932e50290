"""A network that is an ONNX model: exact, with tables, and profiled."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import numpy as np
import onnx
import onnx_models as models
import pytest

from pwlact import functions
from pwlact.errors import ConfigError
from pwlact.fit.profile import cells_of
from pwlact.models.network import Outputs, accuracy, kl_divergence
from pwlact.models.onnx.network import OnnxNetwork

X = np.random.default_rng(0).normal(scale=2.0, size=(23, 3)).astype(np.float32)


class Tiny(OnnxNetwork):
    """SiLU, then sigmoid, of three numbers."""

    name: ClassVar[str] = "tiny"
    title = origin = licence = data = "tiny"
    score_name = divergence_name = pip = "tiny"
    functions: ClassVar[tuple[str, ...]] = ("silu", "sigmoid")

    def load(self) -> onnx.ModelProto:
        return models.model_of("a = Sigmoid (x) b = Mul (x, a) c = Tanh (b) y = Sigmoid (c)", shape="N, 3")

    def samples(self, split: Any) -> int:
        return 23

    def batches(self, split: Any, count: int | None) -> Iterator[Any]:
        yield from (({"x": rows}, None) for rows in np.array_split(X[:count], 4))

    def predict(self, outputs: list[Any], truth: Any) -> Any:
        return np.log(outputs[0]), outputs[0][:, 0].astype(np.float64)

    def divergence(self, exact: Outputs, other: Outputs) -> Any:
        return kl_divergence(exact, other)

    def score(self, outputs: Outputs, chosen: Any = None) -> float:
        return accuracy(outputs, chosen)


def test_sites_are_those_of_its_functions():
    assert [(site.name, site.function) for site in Tiny().sites] == [("b", "silu"), ("y", "sigmoid")]


def test_outputs_are_those_of_tables_at_their_sites():
    tiny, table = Tiny(), models.uniform("silu", 5)
    exact, other = tiny.outputs("test", {}), tiny.outputs("test", {"b": table}, 9)
    sigmoid, silu = functions.get("sigmoid").f, functions.get("silu").f
    assert np.allclose(exact.predictions, np.log(sigmoid(np.tanh(silu(X.astype(float))))), atol=1e-5)
    assert np.allclose(other.predictions, np.log(sigmoid(np.tanh(table(X[:9])))), atol=1e-5)


def test_a_profile_counts_the_inputs_of_each_site():
    profile = Tiny().profile("calibration", sensitivity=False)
    silu, sigmoid = profile.sites
    assert profile.samples == 23
    assert np.array_equal(silu.counts, np.bincount(cells_of(X).ravel(), minlength=silu.counts.size))
    assert sigmoid.counts.sum() == X.size
    assert sigmoid.coverage(-1.0, 1.0) == 1.0


def test_a_sensitivity_is_refused():
    with pytest.raises(ConfigError, match="a sensitivity needs gradients, got tiny"):
        Tiny().profile("calibration", sensitivity=True)
