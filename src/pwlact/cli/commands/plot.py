"""`pwlact plot`: draw figures of results."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from tyro.conf import Positional, arg

from pwlact.cli.console import print_json, say
from pwlact.cli.figures import KINDS, draw, draw_run
from pwlact.cli.parse import parse
from pwlact.errors import ConfigError, require
from pwlact.files import output_file
from pwlact.many import load_family
from pwlact.plots import save_figure, several
from pwlact.runs import find_result
from pwlact.runs.families import is_family
from pwlact.runs.folder import RESULT
from pwlact.search.result import Result
from pwlact.search.result_json import load_result
from pwlact.settings.marks import File, Folder


@dataclass(frozen=True, kw_only=True)
class PlotCommand:
    """Draw figures of results: all of a run, one kind, or several functions in one figure."""

    results: Positional[tuple[str, ...]] = ()
    """Run folders, their names, result.json files, or one family's .npz file."""
    kind: str | None = None
    """Kind of figure; by default all of a run. The kinds are approximation, error, residuals, inset, curvature,
    episode, training, histogram, unit and walk."""
    to: File | None = None
    """Draw to this .png, .svg or .pdf file; by default in the run's figures folder."""
    out: Annotated[Folder, arg(aliases=["--runs"])] = "runs"
    """Folder of the run folders, where names are looked up."""
    json: bool = False
    """Print the paths as one JSON object, and nothing else."""


def run(argv: Sequence[str]) -> int:
    """Run the command."""
    command = parse(PlotCommand, argv, "plot")
    if not command.results:
        raise ConfigError("a result is needed, got none; give a run folder, its name or a result.json")
    if command.kind is not None and command.kind not in KINDS:
        raise ConfigError(f"a kind is one of {', '.join(KINDS)}, got {command.kind!r}; choose one")
    if any(is_family(text) for text in command.results):
        return _shown([_draw_family(command)], command.json)
    sources = [find_result(text, command.out) for text in command.results]
    results = [load_result(source) for source in sources]
    return _shown(_draw(command, sources, results), command.json)


def _draw_family(command: PlotCommand) -> Path:
    """Draw the figure of one family, by default beside its file, and return its path."""
    from pwlact.plots.family import family

    require(len(command.results) == 1, "a family is drawn alone", " ".join(command.results), "draw them one by one")
    require(command.kind is None, "a family has one figure", f"--kind {command.kind}", "leave --kind out")
    path = Path(command.results[0])
    figure = family(None, load_family(path))
    return save_figure(figure, path.with_suffix(".png") if command.to is None else output_file(command.to))


def _shown(paths: list[Path], json: bool) -> int:
    if json:
        print_json({"figures": [str(path) for path in paths]})
    else:
        for path in paths:
            say(str(path))
    return 0


def _draw(command: PlotCommand, sources: list[Path], results: list[Result]) -> list[Path]:
    if len(results) > 1:
        if command.kind not in (None, "approximation"):
            raise ConfigError(
                f"several results go into one figure of kind approximation, got {command.kind!r}; draw them one by one"
            )
        return [save_figure(several(results), output_file(command.to or "several.png"))]
    folder = sources[0].parent
    if command.kind is None and command.to is None and sources[0].name == RESULT:
        return draw_run(folder, results[0])
    kind = command.kind or "approximation"
    path = folder / "figures" / f"{kind}.png" if command.to is None else output_file(command.to)
    return draw(folder, results[0], kind, path)
