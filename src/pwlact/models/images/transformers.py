"""Image classifiers of transformers: a folder that `save_pretrained` wrote, or a name in the user's hub cache."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from torch import Tensor

from pwlact.errors import ConfigError, FileError
from pwlact.models.images.classifier import Classifier, first_line

if TYPE_CHECKING:
    from PIL.Image import Image

LOCAL = {"local_files_only": True, "trust_remote_code": False}  # nothing is downloaded, no code of a model is run


def load_transformers(place: str) -> Classifier:
    """Return a classifier from a folder, or by its name in the user's hub cache; weights as safetensors alone.

    Raises
    ------
    FileError
        If there is none, it is damaged, or its weights are pickled.
    ConfigError
        If it is no image classifier, or lacks weights of its own.
    """
    from transformers import AutoConfig, AutoImageProcessor, AutoModelForImageClassification

    config = _loaded(place, AutoConfig.from_pretrained)
    if type(config) not in AutoModelForImageClassification._model_mapping:
        raise ConfigError(f"hf: takes an image classifier, got {config.model_type!r} in {place!r}; give another model")
    processor = _loaded(place, AutoImageProcessor.from_pretrained, use_fast=False)
    model, found = _loaded(
        place,
        AutoModelForImageClassification.from_pretrained,
        use_safetensors=True,
        output_loading_info=True,
        attn_implementation="eager",
    )
    if found["missing_keys"]:
        raise ConfigError(
            f"a classifier has weights of every layer, got none for {sorted(found['missing_keys'])[0]} in {place!r}; "
            "give one that was trained to classify"
        )

    def prepare(image: Image) -> Tensor:
        tensor: Tensor = processor(images=image, return_tensors="pt")["pixel_values"][0]
        return tensor

    labels = model.config.id2label
    return Classifier(
        name=f"hf:{Path(place).name if Path(place).is_dir() else place}",
        origin=place,
        licence="the model's own",
        module=model.float(),
        prepare=prepare,
        classes=tuple(str(labels[i]) for i in range(len(labels))),
    )


def _loaded(place: str, load: Any, **options: Any) -> Any:
    """Return what transformers load from a place; its faults in one line."""
    try:
        with _quiet():
            return load(place, **LOCAL, **options)
    except ImportError as fault:
        raise ConfigError(f"{place!r} needs a package, got none: {first_line(fault)}; install it") from fault
    except Exception as fault:
        raise FileError(
            f"hf: takes a folder that save_pretrained wrote, with safetensors, or a name in the hub's cache, got "
            f"{place!r}: {first_line(fault)}; write one, or fetch it by `hf download`"
        ) from fault


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Within the context, transformers say nothing: what matters is told by an error."""
    from transformers.utils import logging

    earlier = logging.get_verbosity()
    logging.set_verbosity(50)  # critical
    try:
        yield
    finally:
        logging.set_verbosity(earlier)
