"""The names that data give to classes, and the numbers that a model gives to them."""

from __future__ import annotations

from collections.abc import Collection

from pwlact.errors import ConfigError, warn

GENERIC = "LABEL_0"  # what transformers call the first class where nobody named it


def class_indices(names: Collection[str], classes: tuple[str, ...], order: list[str] | None = None) -> dict[str, int]:
    """Return the number that the model gives to each class of the data.

    By name where all names are the model's; by `order` where it is given; else by sorted order, as torchvision's
    ImageFolder numbers them, with a warning where the model's names are other words.

    Parameters
    ----------
    names : collection of str
        Classes in the data, such as synsets.
    classes : tuple of str
        The model's classes, in its order; synonyms are separated by commas.
    order : list of str, optional
        Names of all classes, in the model's order.

    Raises
    ------
    ConfigError
        If they do not fit.
    """
    known = _named(classes) if order is None else {name: i for i, name in enumerate(order)}
    count = len(classes) if order is None else len(order)
    if order is not None and count != len(classes):
        raise ConfigError(f"a list of classes names the model's {len(classes)}, got {count}; give one a line")
    if all(_key(name) in known or name in known for name in names):
        return {name: known[name] if name in known else known[_key(name)] for name in names}
    if order is not None:
        raise ConfigError(f"--labels name every class, got none for {_unknown(names, known)!r}; add it")
    if len(set(names)) != len(classes):
        raise ConfigError(
            f"classes are named as the model's {len(classes)}, such as {classes[0]!r}, or as many, got "
            f"{len(set(names))} with {_unknown(names, known)!r}; list all in the model's order with --labels FILE"
        )
    if classes[0] != GENERIC:
        warn(f"classes are numbered in sorted order: {min(names)!r} is the model's {classes[0]!r}")
    return {name: i for i, name in enumerate(sorted(set(names)))}


def _named(classes: tuple[str, ...]) -> dict[str, int]:
    """Return the number of each of the model's names and synonyms; what two classes are called is left out."""
    found: dict[str, set[int]] = {}
    for i, name in enumerate(classes):
        for word in {name, *name.split(",")}:
            found.setdefault(_key(word), set()).add(i)
    return {word: min(indices) for word, indices in found.items() if len(indices) == 1}


def _key(name: str) -> str:
    return " ".join(name.replace("_", " ").lower().split())


def _unknown(names: Collection[str], known: dict[str, int]) -> str:
    return next(name for name in names if name not in known and _key(name) not in known)
