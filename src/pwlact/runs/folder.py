"""Run folders: their layout, and finding them.

config.toml        settings          monitor.csv       every finished episode
result.json        the result        evaluations.csv   policy and best episode over the steps
points.csv         its breakpoints   policies/         best.npz, final.npz (zip: Stable-Baselines3)
figures/           pictures          tensorboard/      learning curves
data.npz           points in place of a function
seed-N/            one such folder for each seed, where there are several
"""

from __future__ import annotations

import csv
import dataclasses
import io
import re
from datetime import datetime
from pathlib import Path
from typing import Any

from pwlact.data import KEPT, Data, keep
from pwlact.errors import ConfigError, FileError
from pwlact.files import check_regular, is_file, write_text
from pwlact.search.result import Result
from pwlact.search.result_json import save_result
from pwlact.settings.toml import to_toml

CONFIG = "config.toml"
RESULT = "result.json"
PLACE = ("out", "name")
"""Settings of where a run folder is made, which do not change what is found."""


def create_run(out: str, name: str | None, function: str) -> Path:
    """Make a new run folder and return it.

    Parameters
    ----------
    out : str
        Folder that it is made in.
    name : str or None
        Its name; by default date, time and function.
    function : str
        Name of the function.

    Raises
    ------
    ConfigError
        If the name is no plain file name, or the folder's has line breaks.
    FileError
        If the folder exists or cannot be made.
    """
    check_name(out, name)
    stem = name or f"{datetime.now():%Y%m%d-%H%M%S}-{slug(function)}"
    root = Path(out)
    for attempt in range(1000):
        folder = root / (stem if attempt == 0 else f"{stem}-{attempt + 1}")
        try:
            folder.mkdir(parents=True)
        except FileExistsError:
            if name is not None:
                raise FileError(
                    f"a run's name must be new, got {folder}, which exists; choose another --name"
                ) from None
        except OSError as fault:
            raise FileError(
                f"the run folder must be writable, got {folder}: {fault.strerror}; choose another --out"
            ) from fault
        else:
            return folder
    raise FileError(f"no free name for a run in {root}; give one with --name")


def check_name(out: str, name: str | None) -> None:
    """Check the names of a new folder and of the folder that it is made in; None is a name by date.

    Raises
    ------
    ConfigError
        If the name is no plain file name, or the folder's has line breaks.
    """
    if name is not None and (not name or name in {".", ".."} or re.search(r"[/\\]", name) or not name.isprintable()):
        raise ConfigError(f"a run's name is a plain folder name, got {name!r}; leave out slashes and line breaks")
    if not out.isprintable():
        raise ConfigError(f"the folder of runs has a name of one line, got {out!r}; choose another --out")


def slug(name: str) -> str:
    """Return a function's name as a part of file names."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:24]


def write_config(folder: Path, config: Any, data: Data | None = None) -> None:
    """Write config.toml: the settings without the folder's place, so that the same file makes another run.

    Data that stand in for a function are copied to data.npz, and named there; large ones by their absolute path.
    """
    if data is not None:
        kept = keep(data, folder / KEPT)
        config = dataclasses.replace(config, data=KEPT if kept else str(Path(config.data).resolve()))
    write_text(folder / CONFIG, to_toml(config, without=PLACE))


def write_result(folder: Path, result: Result) -> None:
    """Write result.json and points.csv."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(("breakpoint", "value"))
    pwl = result.candidate.pwl
    writer.writerows(zip(pwl.breakpoints.tolist(), pwl.values.tolist(), strict=True))
    write_text(folder / "points.csv", text.getvalue())
    save_result(result, folder / RESULT)


def find_run(text: str, out: str = "runs") -> Path:
    """Return the run folder that `text` names.

    Parameters
    ----------
    text : str
        A path, or a name within `out`.
    out : str
        Folder of the run folders.

    Raises
    ------
    FileError
        If there is none, or its result is a pipe or a device.
    """
    for folder in (Path(text), Path(out) / text):
        if is_file(folder / CONFIG) or is_file(folder / RESULT):
            check_regular(folder / RESULT)
            return folder
    raise FileError(f"a run folder holds {CONFIG} or {RESULT}, got {text!r}; `pwlact runs list` lists the runs")


def find_result(text: str, out: str = "runs") -> Path:
    """Return the result.json that `text` names.

    Parameters
    ----------
    text : str
        The file itself, a run folder, or a run's name within `out`.
    out : str
        Folder of the run folders.

    Raises
    ------
    FileError
        If there is none.
    """
    check_regular(Path(text))
    if is_file(Path(text)):
        return Path(text)
    path = find_run(text, out) / RESULT
    if not path.is_file():
        raise FileError(
            f"the run must have a {RESULT}, got {path.parent}, which is unfinished; try `pwlact runs resume`"
        )
    return path


def list_runs(out: str) -> list[Path]:
    """Return the run folders in `out`, newest first by their settings, or by their result where they have none."""
    root = Path(out)
    if not root.is_dir():
        return []
    dated = [(path.stat().st_mtime_ns, folder.name, folder) for folder in root.iterdir() for path in _dated_by(folder)]
    return [folder for *_, folder in sorted(dated, reverse=True)]


def _dated_by(folder: Path) -> list[Path]:
    """Return the file whose date is a run's; none where the folder is no run."""
    return [path for path in (folder / CONFIG, folder / RESULT) if path.is_file()][:1]
