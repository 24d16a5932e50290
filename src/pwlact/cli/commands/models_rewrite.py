"""`pwlact models rewrite`: the activations of an ONNX model replaced by tables, in standard operators."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from tyro.conf import Positional, arg

from pwlact._types import Rare
from pwlact.cli.console import note, print_json, print_table, say
from pwlact.cli.parse import parse
from pwlact.errors import ConfigError, did_you_mean, require
from pwlact.runs.folder import find_result
from pwlact.search.result import Result
from pwlact.search.result_json import load_result
from pwlact.settings.marks import File, Folder

if TYPE_CHECKING:
    from pwlact.models.onnx.rewrite import Rewritten

R = Annotated[str | None, arg(metavar="R")]


@dataclass(frozen=True, kw_only=True)
class ModelsRewriteCommand:
    """Replace activations of an ONNX model by tables, in standard operators that need no pwlact.

    R is a run folder, its name, or a result.json; a result with codes rounds inputs and outputs to its formats.
    Activations are found by what they compute, however the exporter wrote them.
    """

    model: Annotated[Positional[str], arg(metavar="MODEL.onnx")]
    """The model."""
    sigmoid: R = None
    """Table for sigmoid."""
    tanh: R = None
    """Table for tanh."""
    silu: R = None
    """Table for SiLU, x * sigmoid(x)."""
    gelu: R = None
    """Table for GELU, its erf form."""
    gelu_tanh: R = None
    """Table for GELU, its tanh form."""
    mish: R = None
    """Table for Mish."""
    softplus: R = None
    """Table for softplus."""
    elu: R = None
    """Table for ELU."""
    selu: R = None
    """Table for SELU."""
    hardswish: R = None
    """Table for HardSwish."""
    hardsigmoid: R = None
    """Table for HardSigmoid."""
    softmax: R = None
    """Table of exp, for the exponential in Softmax."""
    celu: Rare[R] = None
    """Table for CELU."""
    erf: Rare[R] = None
    """Table for erf, where it is no part of GELU."""
    exp: Rare[R] = None
    """Table for exp, outside Softmax."""
    softsign: Rare[R] = None
    """Table for softsign."""
    logsigmoid: Rare[R] = None
    """Table for the logarithm of sigmoid."""
    tanhshrink: Rare[R] = None
    """Table for x - tanh(x)."""
    arctan: Rare[R] = None
    """Table for arctan."""
    site: Annotated[tuple[str, ...], arg(metavar="NAME=R ...")] = ()
    """Tables for single sites, by the name of the node that gives the site's output."""
    out: File | None = None
    """File of the new model; without it the sites are listed."""
    runs: Folder = "runs"
    """Folder of the run folders, where names are looked up."""
    json: bool = False
    """Print one JSON object, and nothing else."""


OTHERS = ("model", "site", "out", "runs", "json")


def run(argv: Sequence[str]) -> int:
    """Run the command."""
    command = parse(ModelsRewriteCommand, argv, "models rewrite")
    try:
        import pwlact.models.onnx.files as files
        from pwlact.models.onnx.rewrite import rewrite_model
    except ImportError as fault:
        raise ConfigError("models rewrite needs the package onnx, got none; pip install 'pwlact[models]'") from fault
    path = Path(command.model)
    if command.out is not None:
        files.check_output(Path(command.out))
        require(not _same(path, Path(command.out)), "--out is another file than the model", path, "choose another")
    by_function = {name: _result(command, text) for name, text in _given(command)}
    for name, result in by_function.items():
        _check_function(f"--{name.replace('_', '-')}", name, result)
    by_site = {name: _result(command, text) for name, text in map(_named, command.site)}
    results = (*by_function.values(), *by_site.values())
    done = rewrite_model(
        files.read_model(path),
        {_key(name, result): result.table for name, result in by_function.items()},
        sites={name: result.table for name, result in by_site.items()},
        known=[result.problem.activation for result in results],
        folder=path.parent,
    )
    _check_sites(done, by_site)
    if command.out is not None:
        _require_replaced(path, done)
        files.write_model(done.model, Path(command.out), path.parent)
    _say_unused(done, by_function)
    _show(command, done)
    return 0


def _given(command: ModelsRewriteCommand) -> list[tuple[str, str]]:
    return [(name, text) for name, text in vars(command).items() if name not in OTHERS and text is not None]


def _result(command: ModelsRewriteCommand, text: str) -> Result:
    return load_result(find_result(text, command.runs))


def _key(option: str, result: Result) -> str:
    return option if option == "softmax" else result.problem.activation.name


def _check_function(option: str, wanted: str, result: Result) -> None:
    """Raise ConfigError where a result is for another function than it is given for, whatever its parameters."""
    wanted = _evaluated(wanted)
    found = result.problem.activation.name
    if found.partition(":")[0] != wanted:
        raise ConfigError(f"{option} takes a result of {wanted}, got one of {found}; give another")


def _evaluated(function: str) -> str:
    """Return the function that a table stands for: exp in softmax."""
    return "exp" if function == "softmax" else function


def _named(text: str) -> tuple[str, str]:
    name, equals, result = text.partition("=")
    require(bool(name and equals and result), "--site takes NAME=R", repr(text), "write it as in --site Mul_3=my-run")
    return name, result


def _check_sites(done: Rewritten, by_site: dict[str, Result]) -> None:
    functions = {site.name: site.function for site in done.replaced}
    functions.update({left.name: left.function for left in done.left})
    for name, result in by_site.items():
        if name not in functions:
            raise ConfigError(
                f"a site is an activation of the model, got {name!r}; {did_you_mean(name, functions)}"
                "leave out --out to list the sites"
            )
        wanted, found = _evaluated(functions[name]), result.problem.activation.name
        require(found == wanted, f"--site {name} takes a result of {wanted}", f"one of {found}", "give another")


def _require_replaced(path: Path, done: Rewritten) -> None:
    if not done.replaced:
        found = "; ".join(_left_lines(done)) or "none"
        raise ConfigError(f"a model must have an activation that a table is given for, got {path} with {found}")


def _say_unused(done: Rewritten, by_function: dict[str, Result]) -> None:
    used = {site.function for site in done.replaced}
    for option, result in by_function.items():
        if _key(option, result) not in used:
            note(f"the model has no {_key(option, result)}: --{option.replace('_', '-')} was not used")


def _show(command: ModelsRewriteCommand, done: Rewritten) -> None:
    if command.json:
        replaced = [{"site": site.name, "function": site.function} for site in done.replaced]
        left = [{"site": left.name, "function": left.function, "reason": left.reason} for left in done.left]
        print_json({"file": command.out, "replaced": replaced, "left": left})
        return
    rows = [
        *((site.name, site.function, "yes") for site in done.replaced),
        *((s.name, s.function, "") for s in done.left),
    ]
    print_table(command.model, ("site", "function", "table"), rows, texts=("function", "table"))
    for line in _left_lines(done):
        say(f"left     {line}")
    if command.out is not None:
        say(f"written  {command.out}")


def _left_lines(done: Rewritten) -> list[str]:
    """Return a line for each function and reason, with how many sites it is."""
    counts = Counter((left.function, left.reason) for left in done.left)
    return [f"{count} {function}: {reason}" for (function, reason), count in counts.items()]


def _same(path: Path, other: Path) -> bool:
    return path.resolve() == other.resolve()
