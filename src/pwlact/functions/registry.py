"""The catalogue by name: `get` makes an activation from a text such as ``gelu`` or ``silu:beta=1.702``.

To add a function, write a factory that returns its `Activation` and list it in `FACTORIES`. The factory's
name is the canonical name, its arguments (floats with defaults) are the parameters, and the tests in
``tests/functions`` run on it.
"""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

from pwlact.errors import FunctionError, did_you_mean
from pwlact.functions import exponential, gated, hard, rectified, rectifiers, reduced, sigmoidal
from pwlact.functions.activation import Activation
from pwlact.functions.others import EXPRESSIONS

FACTORIES: tuple[Callable[..., Activation], ...] = (
    sigmoidal.sigmoid,
    sigmoidal.tanh,
    sigmoidal.erf,
    sigmoidal.arctan,
    sigmoidal.softsign,
    sigmoidal.tanhshrink,
    gated.silu,
    gated.gelu,
    gated.gelu_tanh,
    gated.mish,
    rectified.softplus,
    rectified.logsigmoid,
    rectified.elu,
    rectified.celu,
    rectified.selu,
    exponential.exp,
    hard.hardsigmoid,
    hard.hardswish,
    rectifiers.relu,
    rectifiers.leaky_relu,
    rectifiers.prelu,
    reduced.reciprocal,
    reduced.rsqrt,
    reduced.sqrt,
    reduced.log,
    reduced.log2,
    reduced.exp2,
    reduced.sin,
    reduced.cos,
)

# Other spellings, without blanks, hyphens and underscores; a target may bind parameters.
ALIASES = {
    "logistic": "sigmoid",
    "atan": "arctan",
    "swish": "silu",
    "quickgelu": "silu:beta=1.702",
    "geluerf": "gelu",
    "gelunew": "gelu_tanh",
    "hsigmoid": "hardsigmoid",
    "hswish": "hardswish",
    "exponential": "exp",
    "pow2": "exp2",
    "ln": "log",
    "inverse": "reciprocal",
    "invsqrt": "rsqrt",
    "lrelu": "leaky_relu",
    "sine": "sin",
    "cosine": "cos",
}

# Outside these every catalogue function is flat or a corner at any useful range, and its scaling may
# overflow.
SMALLEST_PARAMETER, LARGEST_PARAMETER = 1e-3, 1e3


def _key(name: str) -> str:
    return "".join(name.lower().replace("-", "").replace("_", "").split())


_BY_KEY = {_key(factory.__name__): factory for factory in FACTORIES}


def names() -> tuple[str, ...]:
    """Return the canonical names of the catalogue, sorted."""
    return tuple(sorted(factory.__name__ for factory in FACTORIES))


def is_known(name: str) -> bool:
    """Return whether the catalogue has a function of this name or alias, whatever its parameters."""
    head = _split(name)[0]
    return _key(_split(ALIASES.get(_key(head), head))[0]) in _BY_KEY


def get(name: str, **parameters: float) -> Activation:
    """Return a catalogue function by name.

    Parameters
    ----------
    name : str
        A name or alias, upper or lower case, with or without blanks, hyphens and underscores; parameters may follow,
        as in ``silu:beta=1.702``.
    **parameters : float
        The same parameters by keyword; each is positive.

    Returns
    -------
    Activation
        Its `name` is canonical: parameters at their defaults are left out, and ``get(name)`` gives the same
        record.

    Raises
    ------
    FunctionError
        If the name or a parameter is unknown, or a parameter is not a number from 0.001 to 1000.
    """
    if not isinstance(name, str):
        raise FunctionError(f"a function is given by name, got {name!r}; `pwlact functions` lists the names")
    if not name.strip().isprintable():
        raise FunctionError(f"a function's name is one line of text, got {name!r}; write it as in silu")
    head, texts = _split(name)
    target, bound = _split(ALIASES.get(_key(head), head))
    factory = _BY_KEY.get(_key(target))
    if factory is None:
        raise FunctionError(_unknown(head))
    given = _without_repeats(factory.__name__, [*texts, *parameters.items()])
    return _build(factory, tuple(sorted(_checked(factory, {**dict(bound), **given}).items())))


def _split(text: str) -> tuple[str, list[tuple[str, object]]]:
    """Split ``name:key=value,...`` into the name and its parameters as texts."""
    head, _, tail = text.partition(":")
    pairs = [entry.partition("=") for entry in tail.split(",")] if tail.strip() else []
    return head.strip(), [(key.strip().lower(), value.strip()) for key, _, value in pairs]


def _without_repeats(name: str, pairs: list[tuple[str, object]]) -> dict[str, object]:
    given = dict(pairs)
    for key in given:
        if sum(key == other for other, _ in pairs) > 1:
            raise FunctionError(f"a parameter may be given once, got {key!r} of {name!r} twice; keep one of them")
    return given


def _unknown(name: str) -> str:
    """Return the message on an unknown name: how to give another known function, or the name that it resembles."""
    text = EXPRESSIONS.get(_key(name))
    if text is not None:
        return f'unknown function {name!r}; the catalogue leaves it out: give --expr "{text}" and its range with -R'
    hint = did_you_mean(name.lower(), (*ALIASES, *names()))
    return f"unknown function {name[:40]!r}; {hint}`pwlact functions` lists them"


def _checked(factory: Callable[..., Activation], given: dict[str, object]) -> dict[str, float]:
    """Return the parameters that differ from the factory's defaults, as floats."""
    name = factory.__name__
    defaults = {key: parameter.default for key, parameter in inspect.signature(factory).parameters.items()}
    checked: dict[str, float] = {}
    for key, value in given.items():
        if not defaults:
            raise FunctionError(f"function {name!r} takes no parameters, got {key!r}; write {name!r} alone")
        if key not in defaults:
            known = ", ".join(defaults)
            raise FunctionError(
                f"function {name!r} takes only {known}, got {key!r}; write it as in {name}:{next(iter(defaults))}=2"
            )
        number = _number(value)
        if not SMALLEST_PARAMETER <= number <= LARGEST_PARAMETER:
            raise FunctionError(
                f"parameter {key} of {name!r} must be a number from {SMALLEST_PARAMETER:g} to "
                f"{LARGEST_PARAMETER:g}, got {value!r}; write it as in {name}:{key}=2"
            )
        if number != defaults[key]:
            checked[key] = number
    return checked


def _number(value: object) -> float:
    """Return a value as a float, NaN where it is no number."""
    if isinstance(value, bool):
        return math.nan
    try:
        return float(value)  # type: ignore[arg-type]  # anything else raises, which is the test
    except (TypeError, ValueError, OverflowError):
        return math.nan


@lru_cache(maxsize=256)  # so that equal names give one object, and records that hold it compare equal
def _build(factory: Callable[..., Activation], parameters: tuple[tuple[str, float], ...]) -> Activation:
    activation = factory(**dict(parameters))
    if not parameters:
        return activation
    suffix = ",".join(f"{key}={repr(value).removesuffix('.0')}" for key, value in parameters)
    return replace(activation, name=f"{activation.name}:{suffix}", label=f"{activation.label} ({suffix})")
