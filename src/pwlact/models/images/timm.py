"""Image classifiers of timm, by name, with weights from the user's hub cache."""

from __future__ import annotations

from typing import Any

from pwlact.errors import ConfigError, FileError
from pwlact.models.images.classifier import Classifier, first_line

WEIGHTS = "model.safetensors"  # the one file that is read: a pickled one may run code


def load_timm(name: str) -> Classifier:
    """Return a classifier of timm with its pretrained weights, from the hub's cache; nothing is downloaded.

    Raises
    ------
    ConfigError
        If timm, or torchvision, which it needs, cannot be imported, or timm has no such model.
    FileError
        If its weights are not in the cache, or are damaged.
    """
    timm = _timm()
    settings = timm.get_pretrained_cfg(name) if timm.is_model(name) else None
    if settings is None or not settings.hf_hub_id:
        raise ConfigError(f"timm: takes a model with pretrained weights, got {name!r}; see timm.list_pretrained()")
    model = _model(timm, name, settings.hf_hub_id)
    data = timm.data.resolve_model_data_config(model)
    return Classifier(
        name=f"timm:{name}",
        origin=f"timm, {settings.hf_hub_id}",
        licence=settings.license or "the model's own",
        module=model,
        prepare=timm.data.create_transform(**data, is_training=False),
        classes=_classes(timm, model.num_classes),
    )


def _timm() -> Any:
    try:
        import timm
        import timm.data
    except (ImportError, RuntimeError, OSError) as fault:  # torchvision made for another torch raises any of these
        raise ConfigError(
            f"timm: needs timm and a torchvision that fits torch {_torch()}, got {first_line(fault)}; pip install "
            "timm, and torchvision from the index that torch is from; or take the model by hf:"
        ) from fault
    return timm


def _torch() -> str:
    import torch

    return torch.__version__


def _model(timm: Any, name: str, repository: str) -> Any:
    from huggingface_hub import hf_hub_download

    try:
        path = hf_hub_download(repository, WEIGHTS, local_files_only=True)
        return timm.create_model(name, pretrained=True, pretrained_cfg_overlay={"file": path})
    except Exception as fault:  # of the hub, of safetensors, of torch
        raise FileError(
            f"timm: takes weights from the hub's cache, got none for {name!r}: {first_line(fault)}; fetch them by "
            f"`hf download {repository} {WEIGHTS} config.json`"
        ) from fault


def _classes(timm: Any, count: int) -> tuple[str, ...]:
    """Return ImageNet's synsets where a model has its 1,000 classes; else names without meaning."""
    info = timm.data.ImageNetInfo()
    if count == info.num_classes():
        return tuple(info.index_to_label_name(i) for i in range(count))
    return tuple(f"LABEL_{i}" for i in range(count))
