"""`load`: a result from a file or a run folder."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from pwlact.api import checks
from pwlact.api.given import FunctionLike, Given, function_settings
from pwlact.api.result import Result
from pwlact.data import Data, is_data_file
from pwlact.functions import Activation, Interval
from pwlact.runs.folder import find_result
from pwlact.search.result_json import load_result


def load(path: str | Path, *, function: FunctionLike | None = None) -> Result:
    """Return the result in a file that `save` wrote, in a run folder, or in `runs` by its name.

    Parameters
    ----------
    path : str or Path
        A result.json, a run folder, or a run's name.
    function : str, Activation, callable, or data, optional
        The function again, for a result of a Python function, which no file can hold, or the data again, where they are
        not found. Its errors on the sampling grid must be those of the result.

    Raises
    ------
    FileError
        If there is no such file or folder, it is damaged, or of a Python function that is not given; if another
        function is given, or one beside a result that names its own.

    Examples
    --------
    >>> import pwlact
    >>> r = pwlact.approximate("tanh", segments=5)
    >>> path = r.save("tanh.json")
    >>> pwlact.load(path).pwl.segments
    5
    """
    found = find_result(checks.text("path", path, "result.json"))
    folder = found.parent if found.name == "result.json" else None
    again = None if function is None else partial(_function_on, function)
    return Result.of(load_result(found, again), folder)


def _function_on(function: FunctionLike, interval: Interval) -> Activation:
    """Return the function; of data as noisy ones, which keep all rows: the result says whether they are."""
    noisy = isinstance(function, (tuple, Data)) or is_data_file(function)
    return Given(**function_settings(function, interval, noisy=noisy)).activation()
