"""Machine code of kernels on disk, which is compiled anew when any source that a kernel rests on has changed.

numba's own cache looks at the file of a kernel alone, not at those of the routines that it calls; and its index of
signatures, one file a kernel, may go wrong where two processes write at once. Here the name of a file tells the
signature and the sources.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import linecache
import pickle
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numba
from numba.core.caching import FunctionCache, IndexDataCacheFile

from pwlact._claims import claim, release

PACKAGE = __name__.partition(".")[0]


class KernelCache(FunctionCache):
    """A kernel's machine code, in the folder that numba chooses: NUMBA_CACHE_DIR, __pycache__, or the user's cache."""

    def __init__(self, function: Callable[..., Any]) -> None:
        super().__init__(function)
        name = f"{function.__module__}.{function.__qualname__}.{sys.implementation.cache_tag}"
        self._cache_file = _CodeFiles(self._cache_path, name, sources_digest(function.__module__))


class _CodeFiles(IndexDataCacheFile):
    """Files of one kernel, each named for its sources and a signature."""

    def __init__(self, folder: str, name: str, sources: str) -> None:
        super().__init__(folder, name, sources)
        self._name = name

    def load(self, key: Any) -> Any:
        found = self._read(key)
        if found is None and not claim(self._path_of(key)):  # another process has just compiled it
            found = self._read(key)
        return found

    def save(self, key: Any, data: Any) -> None:
        with contextlib.suppress(OSError):  # as on a full disk: the next process compiles again
            self._save_data(self._file_of(key), data)
            self._remove(lambda name: self._source_stamp not in name)
        release(self._path_of(key))

    def _read(self, key: Any) -> Any:
        with contextlib.suppress(OSError, EOFError, pickle.UnpicklingError):  # missing, or damaged
            return self._load_data(self._file_of(key))
        return None

    def flush(self) -> None:
        self._remove(lambda name: True)

    def _file_of(self, key: Any) -> str:
        return f"{self._name}.{self._source_stamp}.{_digest(repr(key))}.nbc"

    def _path_of(self, key: Any) -> Path:
        return Path(self._cache_path) / self._file_of(key)

    def _remove(self, condemned: Callable[[str], bool]) -> None:
        for path in Path(self._cache_path).glob(f"{self._name}.*.nbc"):
            if condemned(path.name):
                path.unlink(missing_ok=True)


@functools.cache
def sources_digest(module: str) -> str:
    """Return a digest of a module's source, of all that it imports from the package, and of numba's version."""
    return _digest("\n".join([numba.__version__, *(_source(name) for name in sorted(_imported(module)))]))


def _imported(module: str) -> set[str]:
    """Return the module and those of the package that it imports, directly or by others."""
    found: set[str] = set()
    waiting = [module]
    while waiting:
        name = waiting.pop()
        if name not in found and name in sys.modules:
            found.add(name)
            waiting += re.findall(rf"^from ({PACKAGE}[\w.]*) import", _source(name), re.MULTILINE)
    return found


@functools.cache
def _source(module: str) -> str:
    loaded = sys.modules[module]
    return "".join(linecache.getlines(loaded.__file__ or "", vars(loaded)))  # also out of an archive


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
