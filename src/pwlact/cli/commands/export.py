"""`pwlact export`: files for hardware and software."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from tyro.conf import Positional, arg

from pwlact._types import Rare
from pwlact.cli.console import print_json, say
from pwlact.cli.parse import parse
from pwlact.errors import ConfigError
from pwlact.export import TARGETS, LookupOptions, Quantisation, export, target_of
from pwlact.export.from_result import LATENCY, comment_of, source_of
from pwlact.export.lookup import Construction, ThresholdsOf
from pwlact.export.presets import PresetName
from pwlact.export.write import write_files
from pwlact.formats import parse_format
from pwlact.many import Family
from pwlact.runs.command import command_of
from pwlact.runs.designs import FOLDER, with_functions
from pwlact.runs.families import export_folder, find_family, named_design
from pwlact.runs.folder import find_result
from pwlact.search.result_json import load_result
from pwlact.settings.marks import Folder

LUTS, THRESHOLDS = ("lut8", "lut16"), ("finn_thresholds", "finn_onnx")
OPTIONS_OF = {
    "quantisation": LUTS,
    "preset": LUTS,
    "construction": LUTS,
    "thresholds_of": THRESHOLDS,
    "levels": THRESHOLDS,
    "latency": ("verilog",),
}
"""Targets that take an option."""


@dataclass(frozen=True, kw_only=True)
class ExportCommand:
    __doc__ = "Write a result as files for hardware and software.\n\nTargets:\n" + "\n".join(
        f"  {target.name:<17}{target.title}" for target in TARGETS.values()
    )

    result: Positional[str]
    """Run folder, its name, a result.json, or a family's .npz file, for targets verilog, c, json and csv."""
    to: Annotated[tuple[str, ...], arg(metavar="TARGET ...")] = ()
    """Targets, separated by blanks or commas."""
    functions: str | None = None
    """Several functions in one unit, separated by commas, for target verilog. An input chooses the function. Functions
    other than the result's own are searched in its formats."""
    latency: int = LATENCY
    """Clocks from input to output, 1 to 4, for target verilog."""
    name: str | None = None
    """Name of modules, files and symbols, behind pwl_; by default the function's."""
    quantisation: Rare[tuple[float, int, float, int] | None] = None
    """Input scale and zero point, output scale and zero point, for targets lut8 and lut16; by default the smallest
    scales that hold the range and the function's values on it."""
    preset: Rare[PresetName | None] = None
    """Quantisation that TensorFlow Lite and CMSIS-NN fix for an operator, in place of --quantisation, for targets lut8
    and lut16. The softmax-* tables of exp and 1/(1+x) are those of arm_softmax_s16, for lut16."""
    construction: Rare[Construction] = "minimax"
    """Entries, for target lut16: those of smallest maximum error; samples of the function at every 128th code, each
    moved by half the error midway to the next; or the library's, bit for bit, whose samples are 65535/512 codes apart.
    For target lut8: the nearest codes, or the library's."""
    thresholds_of: Rare[ThresholdsOf] = "function"
    """Whose steps thresholds are, for targets finn_thresholds and finn_onnx: of the function itself, or of the unit."""
    levels: Rare[str | None] = None
    """Output format of thresholds, such as uq0.8, for targets finn_thresholds and finn_onnx; by default the unit's."""
    folder: Folder | None = None
    """Folder to write to; by default `export` in the run's folder."""
    out: Folder = "runs"
    """Folder of the run folders, where names are looked up."""
    json: bool = False
    """Print the paths as one JSON object, and nothing else."""


def run(argv: Sequence[str]) -> int:
    """Run the command."""
    command = parse(ExportCommand, argv, "export")
    names = [name for text in command.to for name in text.split(",") if name.strip()]
    if not names:
        raise ConfigError(f"a target is needed, got none; give --to with some of {', '.join(TARGETS)}")
    targets = [target_of(name).name for name in names]
    _check_options(command, targets)
    family = find_family(command.result)
    if family is not None:
        return _shown(_export_family(command, family, targets), command.json)
    path = find_result(command.result, command.out)
    results = [load_result(path)]
    if command.functions is not None:
        if targets != ["verilog"]:
            raise ConfigError(f"--functions goes with --to verilog alone, got {', '.join(targets)}; export apart")
        functions = [name for name in command.functions.split(",") if name.strip()]
        if not functions:
            raise ConfigError(f"--functions names one or more, got {command.functions!r}; try gelu,silu,sigmoid")
        results = with_functions(results[0], functions)
    lookup = LookupOptions(
        quantisation=None if command.quantisation is None else _quantisation(*command.quantisation),
        construction=command.construction,
        preset=command.preset,
        thresholds_of=command.thresholds_of,
        levels=None if command.levels is None else parse_format(command.levels),
    )
    commands = comment_of(command_of(path.parent), argv)
    source = source_of(results, name=command.name, latency=command.latency, lookup=lookup, commands=commands)
    folder = path.parent / FOLDER if command.folder is None else Path(command.folder)
    return _shown(export(source, targets, folder), command.json)


def _export_family(command: ExportCommand, family: Family, targets: list[str]) -> list[Path]:
    """Write a family's files, and return their paths."""
    from pwlact.many.export import family_files

    if command.functions is not None:
        raise ConfigError(f"--functions goes with one result, got a family of {len(family)}; leave it out")
    design = named_design(family, command.result, name=command.name, latency=command.latency)
    folder = export_folder(command.result) if command.folder is None else Path(command.folder)
    return write_files(family_files(family, targets, design), folder)


def _shown(written: list[Path], json: bool) -> int:
    if json:
        print_json({"files": [str(path) for path in written]})
        return 0
    for path in written:
        say(f"written  {path}")
    return 0


def _check_options(command: ExportCommand, targets: Sequence[str]) -> None:
    """Raise ConfigError where an option is of other targets than those to be written."""
    defaults = {field.name: field.default for field in dataclasses.fields(command)}
    for name, served in OPTIONS_OF.items():
        if getattr(command, name) != defaults[name] and not set(served) & set(targets):
            raise ConfigError(
                f"--{name.replace('_', '-')} goes with --to {' or '.join(served)}, got --to {','.join(targets)}; "
                "leave it out"
            )


def _quantisation(input_scale: float, input_zero: int, output_scale: float, output_zero: int) -> Quantisation:
    return Quantisation(
        input_scale=input_scale,
        input_zero_point=input_zero,
        output_scale=output_scale,
        output_zero_point=output_zero,
    )
