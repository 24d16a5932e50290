"""Image classifiers of timm, by name, from the user's hub cache."""

from __future__ import annotations

from typing import Any

from pwlact.errors import ConfigError, FileError
from pwlact.models.images.classifier import Classifier, first_line


def load_timm(name: str) -> Classifier:
    """Return a classifier of timm with its pretrained weights.

    Raises
    ------
    ConfigError
        If timm, or torchvision, which it needs, cannot be imported.
    FileError
        If there is no such model, or its weights are not in the cache.
    """
    timm = _timm()
    try:
        model = timm.create_model(name, pretrained=True)
        settings = timm.data.resolve_model_data_config(model)
        prepare = timm.data.create_transform(**settings, is_training=False)
    except Exception as fault:
        raise FileError(
            f"timm: takes a model of timm whose weights the hub's cache holds, got {name!r}: "
            f"{first_line(fault)}; fetch it by timm.create_model({name!r}, pretrained=True)"
        ) from fault
    return Classifier(
        name=f"timm:{name}",
        origin=f"timm {timm.__version__}, {name}",
        licence=str(model.pretrained_cfg.get("license") or "the model's own"),
        module=model,
        prepare=prepare,
        classes=_classes(timm, model),
    )


def _timm() -> Any:
    try:
        import timm
        import timm.data

        return timm
    except (ImportError, RuntimeError, OSError) as fault:  # torchvision beside another torch: any of these
        raise ConfigError(
            f"timm: needs timm and the torchvision of your torch, got {first_line(fault)}; "
            "pip install timm torchvision from torch's own index, or take the model by hf:"
        ) from fault


def _classes(timm: Any, model: Any) -> tuple[str, ...]:
    """Return ImageNet's synsets for models of its 1,000 classes; else names without meaning."""
    if model.num_classes == 1000:
        info = timm.data.ImageNetInfo()
        return tuple(info.index_to_label_name(i) for i in range(1000))
    return tuple(f"LABEL_{i}" for i in range(model.num_classes))
