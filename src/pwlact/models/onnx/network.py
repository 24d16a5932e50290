"""Networks that are ONNX models: run by onnxruntime with tables, and profiled."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, ClassVar

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from onnx import ModelProto, helper

from pwlact._types import Array
from pwlact.errors import ConfigError
from pwlact.fit.profile import CELLS, Profile, SiteProfile
from pwlact.fit.profile_counts import count_inputs
from pwlact.models.network import Network, Outputs, Site, Split, Table
from pwlact.models.onnx.prepare import prepare
from pwlact.models.onnx.rewrite import rewrite_model
from pwlact.models.onnx.scope import scopes
from pwlact.models.onnx.session import make_session
from pwlact.models.onnx.sites import OnnxSite, find_sites

Feeds = dict[str, NDArray[Any]]


class OnnxNetwork(Network):
    """A network whose forward pass is an ONNX model; `functions` are those of its sites."""

    has_gradients: ClassVar[bool] = False

    functions: ClassVar[tuple[str, ...]]

    @abstractmethod
    def load(self) -> ModelProto:
        """Return the model, with its data."""

    @abstractmethod
    def batches(self, split: Split, count: int | None) -> Iterator[tuple[Feeds, Any]]:
        """Yield inputs by name, and what `predict` takes beside outputs, of the first `count` samples of a split."""

    @abstractmethod
    def predict(self, outputs: list[NDArray[Any]], truth: Any) -> tuple[NDArray[Any], Array]:
        """Return predictions (n, k) and scores (n,) of a batch from the model's outputs."""

    @cached_property
    def model(self) -> ModelProto:
        """The exact model."""
        return prepare(self.load())

    @cached_property
    def found(self) -> list[OnnxSite]:
        """The sites in the model's main graph."""
        sites = find_sites(scopes(self.model)[:1])
        return [site for site in sites if site.function in self.functions and site.typed]

    @cached_property
    def sites(self) -> tuple[Site, ...]:
        """The sites in the model's main graph whose functions are among `functions`."""
        return tuple(Site(name=site.name, function=site.function) for site in self.found)

    @cached_property
    def exact(self) -> onnxruntime.InferenceSession:
        """The exact model, loaded."""
        return make_session(self.model)

    def outputs(self, split: Split, tables: Mapping[str, Table], count: int | None = None) -> Outputs:
        """Run the model with tables at its sites."""
        session = make_session(rewrite_model(self.model, {}, sites=tables).model) if tables else self.exact
        rows: list[tuple[NDArray[Any], Array]] = []
        for feeds, truth in self.batches(split, count):
            rows.append(self.predict(session.run(None, feeds), truth))
            self.watch(sum(len(scores) for _, scores in rows))
        predictions, scores = (np.concatenate(part) for part in zip(*rows, strict=True))
        return Outputs(predictions=predictions, scores=scores)

    def profile(self, split: Split, *, sensitivity: bool, count: int | None = None) -> Profile:
        """Run the model with the sites' inputs among its outputs, batch by batch."""
        if sensitivity:
            raise ConfigError(
                f"a sensitivity needs gradients, got {self.name}, which onnxruntime runs without; "
                "use its density (--no-sensitivity, methods density and density-range), or a network of PyTorch"
            )
        names = list(dict.fromkeys(site.input for site in self.found))
        session = make_session(with_outputs(self.model, {site.input: site.types[0] for site in self.found}))
        counts, beyond, samples = {name: np.zeros(CELLS) for name in names}, dict.fromkeys(names, 0), 0
        for feeds, _ in self.batches(split, count):
            for name, x in zip(names, session.run(names, feeds), strict=True):
                beyond[name] += count_inputs(np.asarray(x, dtype=np.float32), counts[name])
            samples += len(next(iter(feeds.values())))
            self.watch(samples)
        sites = tuple(
            SiteProfile(name=site.name, function=site.function, counts=counts[site.input], beyond=beyond[site.input])
            for site in self.found
        )
        return Profile(network=self.name, samples=samples, sites=sites)


def with_outputs(model: ModelProto, types: Mapping[str, int]) -> ModelProto:
    """Return a copy of a model with further tensors among its outputs.

    Parameters
    ----------
    model : ModelProto
        The model.
    types : mapping from str to int
        The tensors' element types.
    """
    copy = ModelProto()
    copy.CopyFrom(model)
    present = {value.name for value in copy.graph.output}
    copy.graph.output.extend(
        helper.make_tensor_value_info(name, kind, None) for name, kind in types.items() if name not in present
    )
    return copy
