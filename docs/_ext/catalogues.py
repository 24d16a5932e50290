"""Tables of the reference, in Markdown, from the registries of the package."""

from __future__ import annotations

import inspect
import math
import tomllib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from pwlact import functions
from pwlact.cli.records import ACTIONS, COMMANDS, names
from pwlact.export.targets import TARGETS
from pwlact.formats import FixedPoint, parse_format
from pwlact.functions import Activation, Line
from pwlact.functions.registry import ALIASES, FACTORIES
from pwlact.search.methods import METHODS
from pwlact.search.methods.method import Method

PROJECT = Path(__file__).parents[2] / "pyproject.toml"
SHOWN = ("q4.12", "uq0.16", "q3.5", "fp16", "bf16", "fp8_e4m3", "fp8_e5m2", "e6m9")
INSTALLED = {
    "rl": "the agent by Stable-Baselines3, PPO, A2C, SAC and TD3; the gymnasium environment",
    "jax": "the agent by JAX, PPO alone and about ten times as fast",
    "onnx": "FINN's thresholds as an ONNX model",
    "models": "real networks: PyTorch, ONNX, onnxruntime, transformers",
    "rtl": "Yosys and nextpnr as wheels, for `pwlact synth`",
    "studies": "sweeps: Optuna, and tables in Parquet",
    "cluster": "sweeps on Dask and Ray",
    "sklearn": "`pwlact.sklearn.PWLRegressor`",
    "report": "`pwlact report` and `pwlact explore`",
    "all": "everything",
}
PROVEN = {
    "minimax": "the maximum error, with the bound beside it; in a format, the least one that its codes allow",
    "dp": "a bound on the mean square error, by separate lines; exact where the pieces need not join",
    "tube": "a bound on the paper's objective",
}
NOT_PROVEN = "nothing of its own; the result states the objective's bound"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table in Markdown; a bar in a cell is escaped."""
    lines = [head, ["---"] * len(head), *rows]
    cells = [[cell.replace("|", r"\|") for cell in line] for line in lines]
    return "\n".join(f"| {' | '.join(line)} |" for line in cells)


def commands() -> str:
    """Return the commands with what they do, each linked to its page."""
    purposes = {name.replace("_", " "): name for name in names()}
    rows = []
    for shown, name in purposes.items():
        command, _, action = name.partition("_")
        text = ACTIONS[command][action][1] if action else COMMANDS[command]
        rows.append((f"[`pwlact {shown}`](commands/{name}.rst)", text))
    return table(("command", "does"), rows)


def catalogue() -> str:
    """Return the functions with formula, tails, range, domain and symmetry."""
    rows = [functions.get(name) for name in functions.names()]
    head = ("function", "formula", "default range", "tails", "defined on", "symmetry")
    return table(head, [_function_row(row) for row in rows])


def parameters() -> str:
    """Return the parameters of the functions that have any."""
    made = {factory.__name__: inspect.signature(factory).parameters for factory in FACTORIES}
    return table(
        ("function", "parameters and defaults"),
        [
            (f"`{name}`", ", ".join(f"`{key}` {value.default:g}" for key, value in found.items()))
            for name, found in made.items()
            if found
        ],
    )


def aliases() -> str:
    """Return other spellings of names."""
    return table(("also written", "is"), [(f"`{alias}`", f"`{name}`") for alias, name in ALIASES.items()])


def formats() -> str:
    """Return some number formats with their widths and values."""
    head = ("format", "bits", "lowest", "highest", "smallest step", "kind")
    return table(head, [_format_row(name) for name in SHOWN])


def methods() -> str:
    """Return the methods with what they minimise, what they serve, and what is proven."""
    return table(
        ("method", "what it is", "minimises", "serves", "proven"), [_method_row(method) for method in METHODS.values()]
    )


def targets() -> str:
    """Return the export targets."""
    return table(("target", "files"), [(f"`{target.name}`", target.title) for target in TARGETS.values()])


def extras() -> str:
    """Return the extras with what they bring and what they install."""
    found = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    rows = [(f"`{name}`", INSTALLED[name], ", ".join(f"`{part}`" for part in parts)) for name, parts in found.items()]
    return table(("extra", "brings", "installs"), rows)


TABLES: dict[str, Callable[[], str]] = {
    made.__name__: made for made in (commands, catalogue, parameters, aliases, formats, methods, targets, extras)
}


def _function_row(row: Activation) -> tuple[str, ...]:
    return (
        f"`{row.name}`", f"`{row.formula}`", _span(row.interval), f"{_tail(row.left_tail)}, {_tail(row.right_tail)}",
        "all x" if row.domain == (-math.inf, math.inf) else _span(row.domain), row.symmetry.value,
    )  # fmt: skip


def _span(interval: tuple[float, float]) -> str:
    return "{:.4g} to {:.4g}".format(*interval).replace("inf", "∞")


def _tail(tail: Line | None) -> str:
    """Return a tail as a formula in x."""
    if tail is None:
        return "none"
    slope = "" if tail.slope == 0 else "x" if tail.slope == 1 else f"{tail.slope:g} x"
    rest = "" if slope and tail.intercept == 0 else f"{tail.intercept:g}"
    return f"{slope} + {rest}".replace("+ -", "- ") if slope and rest else slope or rest


def _format_row(name: str) -> tuple[str, ...]:
    found = parse_format(name)
    kind = "fixed point" if isinstance(found, FixedPoint) else "float"
    values = (f"{value:.6g}" for value in (*found.limits, float(found.ulp(0.0))))
    return f"`{name}`", str(found.bits), *values, kind


def _method_row(method: Method) -> tuple[str, ...]:
    serves = {"real numbers": method.search_reals, "units": method.search_codes, "noisy data": method.search_data}
    return (
        f"`{method.name}`",
        method.title,
        "any objective" if method.any_objective else ", ".join((method.objective, *method.unit_objectives)),
        ", ".join(kind for kind, search in serves.items() if search),
        PROVEN.get(method.name, NOT_PROVEN),
    )
