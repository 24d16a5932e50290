"""`pwlact explore`: the page of a result, live in the browser."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass

from pwlact.cli.console import note, print_json, say
from pwlact.cli.counter import counted
from pwlact.cli.parse import parse


@dataclass(frozen=True, kw_only=True)
class ExploreCommand:
    """Open a page in the browser that searches as you choose function, range, segments, objective and format.

    The server listens to 127.0.0.1 alone, at an address that holds a secret; nothing is kept. Ctrl-C ends it.
    """

    port: int = 0
    """Port; 0 takes a free one."""
    browser: bool = True
    """Open the browser, where there is a desktop. The address is printed in any case."""
    json: bool = False
    """Print the address as one JSON object, and nothing else."""


def run(argv: Sequence[str]) -> int:
    """Run the command."""
    from pwlact.report.explore import WARM_UP, serve

    command = parse(ExploreCommand, argv, "explore")

    def ready(address: str) -> None:
        warming.close()
        if command.json:
            print_json({"address": address})
        else:
            say(f"open  {address}")
            note("Ctrl-C ends it")
        sys.stdout.flush()
        if command.browser and _has_desktop():
            threading.Thread(target=_open, args=(address,), daemon=True).start()

    with contextlib.ExitStack() as warming:
        serve(command.port, warming.enter_context(counted(len(WARM_UP), "searches to warm up")), ready)
    return 0


def _has_desktop() -> bool:
    """Tell whether a browser would open in a window, not in the terminal."""
    return sys.platform in {"darwin", "win32"} or any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


def _open(address: str) -> None:
    import webbrowser

    webbrowser.open(address)
