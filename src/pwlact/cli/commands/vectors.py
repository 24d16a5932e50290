"""`pwlact vectors`: golden vectors of every segment, as the paper checks its hardware."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tyro.conf import Positional

from pwlact.cli.console import print_json, print_table, say
from pwlact.cli.parse import parse
from pwlact.export.from_result import require_unit
from pwlact.export.vectors import COLUMNS, segment_vectors, vector_rows, vectors_csv, vectors_json
from pwlact.files import output_file, write_text
from pwlact.runs.folder import find_result
from pwlact.search.result_json import load_result
from pwlact.settings.marks import File, Folder


@dataclass(frozen=True, kw_only=True)
class VectorsCommand:
    """List points of every segment: input, f(x) rounded and the unit's output, in decimal, binary and hexadecimal."""

    result: Positional[str]
    """Run folder, its name, or a result.json."""
    per_piece: int = 2
    """Points in each segment."""
    tails: bool = True
    """Points outside the range too: segments 0 and below to its left, and those behind the last to its right."""
    csv: File | None = None
    """Write the table to this file."""
    out: Folder = "runs"
    """Folder of the run folders, where names are looked up."""
    json: bool = False
    """Print one JSON object, and nothing else."""


def run(argv: Sequence[str]) -> int:
    """Run the command."""
    command = parse(VectorsCommand, argv, "vectors")
    result = load_result(find_result(command.result, command.out))
    problem, unit = result.problem, require_unit(result)
    vectors = segment_vectors(unit, problem.activation, problem.interval, command.per_piece, command.tails)
    if command.csv is not None:
        write_text(output_file(command.csv), vectors_csv(vectors))
    if command.json:
        print_json({"function": problem.activation.name, "vectors": vectors_json(vectors)})
        return 0
    spec = unit.spec
    title = f"{problem.activation.name}: input {spec.input.name}, output {spec.output.name}"
    print_table(title, COLUMNS, vector_rows(vectors), drop=("golden bin", "pwl bin", "x bin", "golden hex"))
    if command.csv is not None:
        say(f"written  {command.csv}")
    return 0
