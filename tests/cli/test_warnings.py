"""Warnings of the package are one line each on stderr."""

from __future__ import annotations

import warnings

import pytest

from pwlact.cli.warnings import warnings_as_notes
from pwlact.errors import PwlactWarning


def test_a_warning_is_told_once_and_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    with warnings_as_notes():
        for _ in range(3):
            warnings.warn("the range is cut", PwlactWarning, stacklevel=1)
        warnings.warn("another", PwlactWarning, stacklevel=1)
    assert capsys.readouterr().err == "pwlact: the range is cut\npwlact: another\n"


def test_a_warning_is_told_once_though_filters_change_in_between(capsys: pytest.CaptureFixture[str]) -> None:
    with warnings_as_notes():
        for _ in range(2):
            warnings.warn("the range is cut", PwlactWarning, stacklevel=1)
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
    assert capsys.readouterr().err == "pwlact: the range is cut\n"


def test_foreign_warnings_stay_warnings() -> None:
    with pytest.warns(UserWarning, match="foreign"), warnings_as_notes():
        warnings.warn("foreign", UserWarning, stacklevel=1)
