"""The decorators of compiled functions: every kernel of the package is compiled in the same way.

A kernel is called from Python: its machine code is kept on disk. A routine is called by kernels: it is compiled as part
of them, without the entry from Python, which costs more to compile than a short routine itself. From Python it runs as
it is written.
"""

from __future__ import annotations

import contextlib
import gc
import logging
from collections.abc import Callable
from typing import Any, TypeVar, cast

from numba import njit, types
from numba.core import event
from numba.core.typing.templates import infer_global

from pwlact._kernel_cache import PACKAGE, KernelCache

Function = TypeVar("Function", bound=Callable[..., Any])

ANY_ORDER = {"nnan", "nsz", "reassoc"}  # lets sums and extremes be taken several at a time

_COMPILED: list[Any] = []

log = logging.getLogger(PACKAGE)


def kernel(function: Function) -> Function:
    """Compile a function that Python calls, when it is first called with arguments of some types."""
    compiled = _compiled(function)
    with contextlib.suppress(RuntimeError):  # where no folder can be written, every process compiles
        compiled._cache = KernelCache(function)
    return cast(Function, compiled)


def routine(function: Function) -> Function:
    """Let kernels call a function."""
    return _called(function)


def inlined(function: Function) -> Function:
    """Let kernels call a short function, whose machine code stands in each of its callers: where a call would tell."""
    return _called(function, forceinline=True)


def reordered(function: Function) -> Function:
    """Let kernels call a function of finite numbers, whose sums may be taken in any order."""
    return _called(function, fastmath=ANY_ORDER)


def _called(function: Function, **options: Any) -> Function:
    """Let kernels take the function's name for its compiled form."""
    compiled = _compiled(function, no_cpython_wrapper=True, **options)
    infer_global(function, types.Dispatcher(compiled))
    _COMPILED.append(compiled)  # numba holds it weakly
    return function


def _compiled(function: Callable[..., Any], **options: Any) -> Any:
    compiler: Any = njit  # whose types know only its documented options
    return compiler(no_cfunc_wrapper=True, **options)(function)


class _Compilation(event.Listener):
    """Says once that kernels are compiled, and spares the garbage collector, which would take a fifth of the time."""

    def __init__(self) -> None:
        self._said = False
        self._depth = 0
        self._collects = False

    def on_start(self, event: Any) -> None:
        if not self._said and event.data["dispatcher"].py_func.__module__.startswith(PACKAGE):
            self._said = True
            log.info("compiling kernels, once on this machine ...")
        if self._depth == 0:
            self._collects = gc.isenabled()
            gc.disable()
        self._depth += 1

    def on_end(self, event: Any) -> None:
        self._depth -= 1
        if self._depth == 0 and self._collects:
            gc.enable()


event.register("numba:compile", _Compilation())
