"""Image classifiers of transformers, from folders."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from pwlact.errors import ConfigError, FileError
from pwlact.models.images.transformers import load_transformers


@pytest.fixture
def copied(vit: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(vit, tmp_path / "copy"))


def test_a_folder_gives_a_classifier_with_its_classes(vit: Path) -> None:
    found = load_transformers(str(vit))
    assert (found.name, found.origin) == ("hf:tiny-vit", str(vit))
    assert found.classes == ("LABEL_0", "LABEL_1", "LABEL_2")


def test_a_name_that_is_not_in_the_cache_is_not_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(FileError, match=r"got 'nobody/nothing': .*; write one, or fetch it by `hf download`") as caught:
        load_transformers("nobody/nothing")
    assert "\n" not in str(caught.value)


def test_pickled_weights_are_refused(copied: Path) -> None:
    import torch
    from safetensors.torch import load_file

    weights = copied / "model.safetensors"
    torch.save(load_file(weights), copied / "pytorch_model.bin")
    weights.unlink()
    with pytest.raises(FileError, match="safetensors"):
        load_transformers(str(copied))


def test_damaged_weights_are_refused(copied: Path) -> None:
    (copied / "model.safetensors").write_bytes(b"nothing")
    with pytest.raises(FileError, match="hf: takes a folder"):
        load_transformers(str(copied))


def test_a_folder_without_a_processor_is_refused(copied: Path) -> None:
    (copied / "preprocessor_config.json").unlink()
    with pytest.raises(FileError, match="hf: takes a folder"):
        load_transformers(str(copied))


def test_code_of_a_model_is_not_run(copied: Path) -> None:
    config = json.loads((copied / "config.json").read_text())
    config |= {"model_type": "mine", "auto_map": {"AutoConfig": "mine.Config"}}
    (copied / "config.json").write_text(json.dumps(config))
    (copied / "mine.py").write_text("raise SystemExit('was run')")
    with pytest.raises(FileError, match="hf: takes a folder"):
        load_transformers(str(copied))


def test_a_model_that_is_no_classifier_is_refused(tmp_path: Path) -> None:
    from transformers import GPT2Config

    GPT2Config().save_pretrained(tmp_path)
    with pytest.raises(ConfigError, match="hf: takes an image classifier, got 'gpt2'"):
        load_transformers(str(tmp_path))


def test_weights_without_a_head_are_refused(copied: Path) -> None:
    from safetensors.torch import load_file, save_file

    weights = {name: part for name, part in load_file(copied / "model.safetensors").items() if "classifier" not in name}
    save_file(weights, copied / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(ConfigError, match=r"got none for classifier\.bias"):
        load_transformers(str(copied))
