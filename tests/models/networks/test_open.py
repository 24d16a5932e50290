"""What a command's settings name is opened."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from pictures import class_folders, save_tiny_vit

from pwlact.errors import ConfigError
from pwlact.models.networks.open import open_network
from pwlact.settings.models import NetworkChoice


def test_a_name_opens_a_network_of_the_registry() -> None:
    found = open_network(NetworkChoice(network="cnn"))
    assert (found.name, type(found).__name__) == ("cnn", "SmallCNN")
    with pytest.raises(ConfigError, match="a network is one of"):
        open_network(NetworkChoice(network="cmn"))


def test_hf_opens_a_folder_of_transformers(tmp_path: Path) -> None:
    model, images = save_tiny_vit(tmp_path / "vit"), class_folders(tmp_path / "images", each=1)
    found = open_network(NetworkChoice(model=f"hf:{model}", images=str(images)))
    assert (found.name, found.title, found.score_name) == ("hf:vit", "hf:vit", "top-1")
    assert (found.samples("calibration"), found.samples("test")) == (1, 2)
    assert (found.origin, found.licence, found.data) == (str(model), "the model's own", f"images of {images}")


def test_functions_open_a_network_of_ones_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", list(sys.path))
    (tmp_path / "mynet_opened.py").write_text(
        "import torch\n"
        "def net():\n    return torch.nn.Sequential(torch.nn.Linear(2, 3), torch.nn.Tanh())\n"
        "def data():\n    return [(torch.zeros(8, 2), torch.zeros(8, dtype=torch.int64))]\n"
    )
    found = open_network(NetworkChoice(model="mynet_opened:net", data="mynet_opened:data"))
    assert (found.name, found.samples("test")) == ("mynet_opened:net", 6)
    assert found.sites[0].function == "tanh"
    more = NetworkChoice(model="mynet_opened:net", data="mynet_opened:data", calibration="mynet_opened:data")
    assert open_network(more).samples("test") == 8


def test_a_network_with_nothing_to_replace_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", list(sys.path))
    (tmp_path / "mynet_without.py").write_text(
        "import torch\n"
        "def net():\n    return torch.nn.Sequential(torch.nn.Linear(2, 3), torch.nn.ReLU())\n"
        "def data():\n    return [(torch.zeros(8, 2), torch.zeros(8, dtype=torch.int64))]\n"
    )
    with pytest.raises(ConfigError, match="activations that tables can replace, got none in mynet_without:net"):
        open_network(NetworkChoice(model="mynet_without:net", data="mynet_without:data"))


def test_a_network_without_its_packages_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pwlact.models.networks.own", None)
    monkeypatch.setitem(sys.modules, "torch", None)
    monkeypatch.delitem(sys.modules, "pwlact.models.networks.own")
    with pytest.raises(ConfigError, match=r"got no torch; pip install 'pwlact\[models\]'"):
        open_network(NetworkChoice(model="a:b", data="a:c"))
