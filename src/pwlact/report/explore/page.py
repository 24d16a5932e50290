"""The live page: controls, and an empty place for the answer."""

from __future__ import annotations

from pwlact import functions
from pwlact._version import __version__
from pwlact.report.explore.ask import MAX_SEGMENTS, MAX_TEXT, METHODS
from pwlact.report.page import render

TITLES = {
    "max": "maximum error",
    "mse": "mean square error",
    "relative": "relative error",
    "ulp": "units in the last place",
    "paper": "0.2 mean + 0.8 maximum (takes seconds)",
}
FORMATS = ("q4.12", "q3.5", "q8.8", "fp16", "bf16", "fp8_e4m3", "fp8_e5m2")


def live_page() -> str:
    """Return the HTML of the live page.

    Raises
    ------
    ConfigError
        If jinja2 is missing.
    """
    return render(
        "live.html",
        functions=functions.names(),
        objectives=[(name, TITLES[name]) for name in METHODS],
        formats=FORMATS,
        max_segments=MAX_SEGMENTS,
        max_text=MAX_TEXT,
        version=__version__,
    )
