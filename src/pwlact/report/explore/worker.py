"""The process that searches: a line once it has loaded, then for each JSON object that comes in one that goes out."""

from __future__ import annotations

import json
import logging
import os
import sys
import time
import traceback
from collections.abc import Callable
from typing import IO, Any

from pwlact.errors import (
    BreakpointError,
    ExpressionError,
    FormatError,
    FunctionError,
    IntervalError,
    PwlactError,
    RunError,
    require,
)
from pwlact.files import parse_json
from pwlact.report.explore.answer import answer, rest
from pwlact.report.explore.ask import Ask, ask_of
from pwlact.report.explore.files import files, targets

MAX_MEMORY = 4 << 30  # bytes of addresses
FIELDS: dict[type[Exception], str] = {
    ExpressionError: "expr",
    FunctionError: "function",
    IntervalError: "low",
    FormatError: "format",
    BreakpointError: "segments",
    RunError: "within",
}
"""The control beside which a fault of each kind is shown."""
_ANSWERS: dict[Any, Callable[[Ask], dict[str, Any]]] = {"search": answer, "rest": rest, "targets": targets}


def main() -> None:
    """Say with a line that all is loaded; then answer until the input ends, as it does where the server is gone."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # nothing else that is printed may come between the answers
    _log()
    _limit_memory()
    answers.write("{}\n")
    answers.flush()
    serve(sys.stdin, answers)


def serve(requests: IO[str], answers: IO[str]) -> None:
    """Answer each line of requests with a line."""
    for line in requests:
        answers.write(json.dumps(reply(parse_json(line)), allow_nan=False) + "\n")
        answers.flush()


def reply(request: dict[str, Any]) -> dict[str, Any]:
    """Return the answer to a request, with its `sequence` and the `seconds` that it took; a fault is one of them."""
    began = time.perf_counter()
    try:
        told = _answer(request)
    except PwlactError as fault:
        told = {"fault": str(fault), "field": _field(fault)}
    except MemoryError:
        told = {"fault": f"a search here has {MAX_MEMORY >> 30} GB of memory, got one that needs more; ask for less"}
    except Exception as fault:  # a defect must not end the page
        traceback.print_exc()
        told = {"fault": f"the search failed: {type(fault).__name__}; the terminal shows more"}
    return {**told, "sequence": request.get("sequence"), "seconds": time.perf_counter() - began}


def _answer(request: dict[str, Any]) -> dict[str, Any]:
    kind, ask = request.get("kind"), ask_of(request.get("ask"))
    if kind in _ANSWERS:
        return _ANSWERS[kind](ask)
    name, chosen = request.get("name"), request.get("targets")
    plain = isinstance(name, str) and isinstance(chosen, list) and all(isinstance(one, str) for one in chosen)
    require(kind == "files" and plain, "a request has the page's keys and types", f"{kind!r:.40}", "reload the page")
    return files(ask, str(name), list(chosen or []))


def _field(fault: PwlactError) -> str | None:
    return next((field for kind, field in FIELDS.items() if isinstance(fault, kind)), None)


def _log() -> None:
    """Show what the package logs, as that kernels are compiled."""
    logging.basicConfig(format="pwlact: %(message)s")
    logging.getLogger("pwlact").setLevel(logging.INFO)


def _limit_memory() -> None:
    """Let a search that needs much memory fail alone."""
    try:
        import resource
    except ImportError:  # not on Windows
        return
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    limit = MAX_MEMORY if hard == resource.RLIM_INFINITY else min(MAX_MEMORY, hard)
    resource.setrlimit(resource.RLIMIT_AS, (limit, hard))


if __name__ == "__main__":
    main()
