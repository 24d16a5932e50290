"""An audit from Python: a file or an object, and what a notebook shows of it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import pwlact
from pwlact.errors import ConfigError, FileError

HARD = {"breakpoints": [-3, 3], "slopes": [0, 1 / 6, 0], "intercepts": [0, 0.5, 1]}


def test_an_audit_shows_itself(tmp_path: Path) -> None:
    audit = pwlact.audit(HARD, "sigmoid")
    assert "best possible" in repr(audit)
    assert audit._repr_html_().count("<table>") == 2
    assert audit.to_json()["max_error"] == audit.errors.max
    audit.plot(tmp_path / "audit.svg")
    assert (tmp_path / "audit.svg").read_text(encoding="utf-8").lstrip().startswith("<?xml")


def test_the_function_may_be_any_that_approximate_takes() -> None:
    named = pwlact.audit(HARD, "sigmoid").errors
    for function in ("1/(1+exp(-x))", pwlact.functions.get("sigmoid"), lambda x: 1 / (1 + np.exp(-x))):
        assert pwlact.audit(HARD, function, interval=(-8, 8)).errors.max == pytest.approx(named.max, rel=1e-9)


def test_the_tables_range_is_the_functions() -> None:
    table = {"breakpoints": np.array([0.25, 0.5, 1.0, 4.0]), "values": (4.0, 2.0, 1.0, 0.25)}
    for function in ("1/x", lambda x: 1 / x):
        audit = pwlact.audit(table, function)
        assert audit.interval == (0.25, 4.0)
        assert audit.errors.max == pytest.approx((2.0 - 2.0**0.5) ** 2)
    assert pwlact.audit(table, "1/x", interval=(0.5, 1)).interval == (0.5, 1.0)


def test_what_is_wrong_is_refused() -> None:
    with pytest.raises(ConfigError, match="table must be text, got 3"):
        pwlact.audit(3, "sigmoid")  # type: ignore[arg-type]
    with pytest.raises(ConfigError, match="at_breakpoint is one of right, left"):
        pwlact.audit(HARD, "sigmoid", at_breakpoint="middle")  # type: ignore[arg-type]
    with pytest.raises(ConfigError, match="bits must be a whole number"):
        pwlact.audit(HARD, "sigmoid", bits=1.5)  # type: ignore[arg-type]
    with pytest.raises(FileError, match="a table is a file"):
        pwlact.audit("missing.csv", "sigmoid")
