"""Image classifiers of timm; timm itself is played, for it needs a torchvision that fits torch."""

from __future__ import annotations

import sys
import types
from pathlib import Path
from typing import Any

import pytest
from pictures import SYNSETS, class_folders

from pwlact.errors import ConfigError, FileError
from pwlact.models.images.network import image_network
from pwlact.models.images.timm import load_timm
from pwlact.settings.models import NetworkChoice


class Info:
    def num_classes(self) -> int:
        return len(SYNSETS)

    def index_to_label_name(self, index: int) -> str:
        return SYNSETS[index]


def prepare(image: Any) -> Any:
    import numpy as np
    import torch

    return torch.tensor(np.asarray(image.resize((8, 8))) / 255.0, dtype=torch.float32).permute(2, 0, 1)


def create_model(name: str, *, pretrained: bool, pretrained_cfg_overlay: dict[str, str]) -> Any:
    import torch
    from safetensors.torch import load_file

    assert pretrained
    model = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.GELU(), torch.nn.Linear(192, len(SYNSETS)))
    model.load_state_dict(load_file(pretrained_cfg_overlay["file"]))
    model.num_classes = len(SYNSETS)  # type: ignore[assignment]
    return model


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Play timm, and a hub's cache with the weights of one model."""
    import huggingface_hub
    import torch
    from safetensors.torch import save_file

    data = types.ModuleType("timm.data")
    data.resolve_model_data_config = lambda model: {"size": 8}  # type: ignore[attr-defined]
    data.create_transform = lambda size, is_training: prepare  # type: ignore[attr-defined]
    data.ImageNetInfo = Info  # type: ignore[attr-defined]
    timm = types.ModuleType("timm")
    timm.data = data  # type: ignore[attr-defined]
    timm.create_model = create_model  # type: ignore[attr-defined]
    timm.is_model = lambda name: name.startswith("tiny")  # type: ignore[attr-defined]
    settings = types.SimpleNamespace(hf_hub_id="timm/tiny.in1k", license="apache-2.0")
    timm.get_pretrained_cfg = lambda name: settings if name == "tiny" else None  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "timm", timm)
    monkeypatch.setitem(sys.modules, "timm.data", data)
    torch.manual_seed(0)
    weights = {"2.weight": torch.randn(len(SYNSETS), 192), "2.bias": torch.zeros(len(SYNSETS))}
    save_file(weights, tmp_path / "model.safetensors")

    def cached(repository: str, name: str, *, local_files_only: bool) -> str:
        assert (repository, local_files_only) == ("timm/tiny.in1k", True)
        if not (tmp_path / name).exists():
            raise FileNotFoundError("not in the cache")
        return str(tmp_path / name)

    monkeypatch.setattr(huggingface_hub, "hf_hub_download", cached)
    return tmp_path


def test_weights_of_the_cache_give_a_classifier(hub: Path) -> None:
    found = load_timm("tiny")
    assert (found.name, found.licence, found.origin) == ("timm:tiny", "apache-2.0", "timm, timm/tiny.in1k")
    assert found.classes == SYNSETS


def test_it_is_a_network_on_class_folders(hub: Path) -> None:
    images = class_folders(hub / "images", names=SYNSETS[::-1])
    network = image_network(NetworkChoice(model="timm:tiny", images=str(images)))
    assert network.outputs("test", {}).predictions.shape == (9, 3)
    assert [site.function for site in network.sites] == ["gelu"]


def test_weights_that_are_not_cached_are_not_fetched(hub: Path) -> None:
    (hub / "model.safetensors").unlink()
    with pytest.raises(FileError, match=r"got none for 'tiny': not in the cache; fetch them by `hf download timm/tiny"):
        load_timm("tiny")


@pytest.mark.parametrize("name", ["tiny_untrained", "nothing"])
def test_a_model_without_weights_is_refused(hub: Path, name: str) -> None:
    with pytest.raises(ConfigError, match=f"got '{name}'; see timm.list_pretrained"):
        load_timm(name)


def test_without_timm_the_remedy_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "timm", None)
    with pytest.raises(
        ConfigError, match=r"needs timm and a torchvision that fits torch 2.*; pip install timm, and torchvision"
    ):
        load_timm("vit_tiny_patch16_224")
