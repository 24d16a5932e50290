"""Tables of the user's own, as in silu=RESULT."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

from pwlact import functions
from pwlact.errors import ConfigError, did_you_mean, require
from pwlact.models.network import Network, Table
from pwlact.runs.folder import find_result
from pwlact.search.result import Result
from pwlact.search.result_json import load_result


def given_tables(words: Iterable[str], network: Network) -> Mapping[str, Table]:
    """Return a table for each site that the words name, by function or by site; a site's own counts more.

    Raises
    ------
    ConfigError
        If a word is none of the kind, names nothing of the network, or its result is for another function.
    FileError
        If there is no such result.
    """
    by_name = {}
    for word in words:
        name, equals, text = word.rpartition("=")
        require(bool(equals and name and text), "a table is FUNCTION=RESULT", repr(word), "try silu=runs/first")
        by_name[name] = load_result(find_result(text))
    _check_names(by_name, network)
    tables = {}
    for site in network.sites:
        result = by_name.get(site.name, by_name.get(site.function))
        if result is not None:
            _check_function(result, site.function)
            tables[site.name] = result.table
    return tables


def tables_digest(words: Iterable[str]) -> str:
    """Return the checksum of the results that words name, with their names."""
    parts = hashlib.sha256()
    for word in words:
        name, _, text = word.rpartition("=")
        parts.update(name.encode() + find_result(text).read_bytes())
    return parts.hexdigest()[:16]


def _check_names(names: Iterable[str], network: Network) -> None:
    known = {part for site in network.sites for part in (site.function, site.name)}
    for name in names:
        if name not in known:
            raise ConfigError(
                f"a table is for a function or a site of {network.name}, got {name!r}; {did_you_mean(name, known)}"
                f"its functions are {', '.join(network.functions)}"
            )


def _check_function(result: Result, function: str) -> None:
    found = result.problem.activation.name
    if found != functions.get(function).name:
        raise ConfigError(
            f"a table at a site of {function} must be for it, got a result for {found}; search one by `pwlact search "
            f"{function}`"
        )
