"""What is printed of a result: keys and values, one a line, and its folder and figures."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pwlact.cli.console import print_json, print_pairs, print_table, say
from pwlact.cli.interrupts import kept
from pwlact.functions import describe_tails
from pwlact.search.facts import facts_of, heading
from pwlact.search.facts.data import CRITERIA, criteria_rows
from pwlact.search.facts.training import COLUMNS, episode_rows, is_training
from pwlact.search.result import Result
from pwlact.search.result_json import result_to_json


def report(folder: Path, result: Result, as_json: bool, figures: Sequence[str] | None) -> None:
    """Draw figures of a run and print its result.

    Parameters
    ----------
    folder : Path
        The run's folder.
    result : Result
        Its result.
    as_json : bool
        Print one JSON object in place of the lines.
    figures : sequence of str or None
        Kinds of figure to draw; an empty one draws all that the run has, None draws none.
    """
    with kept(folder):
        paths = [] if figures is None else _draw(folder, result, figures)
    if as_json:
        print_json(result_to_json(result))
        return
    print_result(result)
    activation = result.problem.activation
    tails = [] if activation.expression is None else [("tails", describe_tails(activation))]
    print_pairs("", [*tails, ("run", str(folder)), *(("figure", str(path)) for path in paths)])


def _draw(folder: Path, result: Result, kinds: Sequence[str]) -> list[Path]:
    from pwlact.cli.figures import draw_run  # loads matplotlib

    return draw_run(folder, result, kinds)


def print_result(result: Result) -> None:
    """Print a result; of a training, also a table of its episodes and policies.

    Raises
    ------
    FileError
        If what training adds to a result does not fit its schema.
    """
    episodes = episode_rows(result) if is_training(result) else []
    print_pairs(heading(result), facts_of(result))
    rows = criteria_rows(result.details)
    if rows:
        say("")
        print_table("number of segments", CRITERIA[: len(rows[0])], rows, drop=("parameters",))
    if episodes:
        say("")
        print_table("episodes and policies", COLUMNS, episodes, drop=("MSE", "exact max"))
