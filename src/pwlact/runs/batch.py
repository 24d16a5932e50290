"""A batch: the functions of a file, solved in chunks that are kept until all are done."""

from __future__ import annotations

from pathlib import Path

from pwlact.errors import FileError
from pwlact.many import Family
from pwlact.many.input import read_rows
from pwlact.many.rows import Rows
from pwlact.many.solve import Means, Watch, solve_budget
from pwlact.many.store import Store
from pwlact.settings.batch import BatchConfig


def output_of(file: str, out: str | None) -> Path:
    """Return the file of a family: FILE-family.npz beside FILE, or in a folder, or as it is named.

    Raises
    ------
    FileError
        If it has another ending, or is the file of the functions.
    """
    given = Path(file)
    path = given.parent / f"{given.stem}-family.npz" if out is None else Path(out)
    if path.is_dir():
        path = path / f"{given.stem}-family.npz"
    if path.suffix.lower() != ".npz":
        raise FileError(f"a family is written to an .npz file, got {path}; name it {path.stem}.npz")
    if path.exists() and given.exists() and path.samefile(given):
        raise FileError(f"a family's file is another than that of the functions, got {path} for both; change --out")
    return path


def parts_of(path: Path) -> Path:
    """Return the folder of chunks that are done, beside the family's file."""
    return path.with_name(f"{path.name}.parts")


def run_batch(config: BatchConfig, path: Path, watch: Watch) -> tuple[Rows, Family]:
    """Solve the functions of a file and write their family; return both. What an earlier call has kept is taken.

    Parameters
    ----------
    config : BatchConfig
        The file, and what is asked for.
    path : Path
        Where the family goes.
    watch : callable
        Called as functions are solved.

    Raises
    ------
    InputError
        If the file or a setting is bad, or a place cannot be written.
    RunError
        If a function needs too many segments, or a process was killed.
    """
    budget, spec = config.budget(), config.spec()
    rows, weights = read_rows(config.file)
    store = Store(parts_of(path))
    means = Means(jobs=config.jobs, watch=watch, store=store)
    family = solve_budget(rows, budget, config.objective, config.method, weights, means, spec)
    family.save(path)
    store.remove()
    return rows, family
