"""Files of families where commands take a result."""

from __future__ import annotations

from pathlib import Path

from pwlact.export.source import identifier
from pwlact.export.verilog import RECORD
from pwlact.files import is_file
from pwlact.many import Family, load_family
from pwlact.rtl import Design


def find_family(text: str) -> Family | None:
    """Return the family whose file a text names; None where it names no .npz file.

    Raises
    ------
    FileError
        If the file cannot be read, or is no family's.
    """
    return load_family(text) if is_family(text) else None


def is_family(text: str) -> bool:
    """Tell whether a text names a file of a family, by its ending."""
    return Path(text).suffix.lower() == ".npz"


def export_folder(text: str) -> Path:
    """Return the folder of a family's exported files, beside its own: TABLES_export for TABLES.npz."""
    path = Path(text)
    return path.with_name(f"{path.stem}_export")


def exported_record(text: str) -> Path | None:
    """Return the record of a family's exported Verilog; None where there is none."""
    record = export_folder(text) / RECORD
    return record if is_file(record) else None


def named_design(family: Family, text: str, *, name: str | None = None, latency: int | None = None) -> Design:
    """Return a family's design, its module named for its file.

    Parameters
    ----------
    family : Family
        A family in a number format.
    text : str
        Its file.
    name : str, optional
        Name of the module behind pwl_; by default the file's.
    latency : int, optional
        Clocks from input to output.

    Raises
    ------
    FormatError, ConfigError
        As `many.hardware.family_design`.
    """
    from pwlact.many.hardware import family_design  # loads the simulation and the synthesis

    return family_design(family, name=f"pwl_{name or identifier(Path(text).stem)}", latency=latency)
