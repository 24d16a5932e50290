"""Claims: of several processes that want the same file, one makes it and the others wait for it.

A claim is a symbolic link beside the file, whose target is the number of the process: it is made at once or not at all.
"""

from __future__ import annotations

import contextlib
import os
import time
from pathlib import Path

PATIENCE = 30.0  # seconds that a process waits for another one's file
POLL = 0.02


def claim(path: Path) -> bool:
    """Claim a file that is to be made.

    Returns
    -------
    bool
        True where this process is to make the file; False where another one has made it meanwhile.
    """
    link = _link(path)
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            link.symlink_to(str(os.getpid()))
        except FileExistsError:
            if not _is_waited_for(link):
                link.unlink(missing_ok=True)
            time.sleep(POLL)
        except (OSError, NotImplementedError):  # no folder to write to, or no symbolic links: all make the file
            return True
        else:
            made = path.exists()  # while this process waited
            if made:
                release(path)
            return not made
    return True


def release(path: Path) -> None:
    """End a claim, whether the file was made or not."""
    with contextlib.suppress(OSError):
        _link(path).unlink(missing_ok=True)


def _link(path: Path) -> Path:
    return path.with_name(f"{path.name}.claim")


def _is_waited_for(link: Path) -> bool:
    """Tell whether the process that holds a claim is another one, and lives."""
    try:
        owner = int(str(link.readlink()))
        os.kill(owner, 0)
    except (OSError, ValueError):  # gone meanwhile, or dead
        return False
    return owner != os.getpid()
