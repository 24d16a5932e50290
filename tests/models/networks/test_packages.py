"""Packages are found without being imported."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from pwlact.errors import ConfigError
from pwlact.models.networks.packages import missing_packages, package_folder, quiet


def test_a_package_is_found_and_not_imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "downloads_much").mkdir()
    (tmp_path / "downloads_much" / "__init__.py").write_text("raise SystemExit('imported')")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert package_folder("downloads_much", "pip install it") == tmp_path / "downloads_much"
    assert missing_packages(["downloads_much", "no_such_package"]) == ["no_such_package"]
    assert "downloads_much" not in sys.modules


def test_a_missing_package_is_told_with_the_line_that_installs_it() -> None:
    with pytest.raises(ConfigError, match="got no no_such_package; pip install such"):
        package_folder("no_such_package", "pip install such")


def test_transformers_is_quiet_for_a_while() -> None:
    from transformers.utils import logging

    before = logging.get_verbosity(), logging.is_progress_bar_enabled()
    with quiet():
        assert (logging.get_verbosity(), logging.is_progress_bar_enabled()) == (logging.ERROR, False)
    assert (logging.get_verbosity(), logging.is_progress_bar_enabled()) == before
