"""Types by what stands for them in help: to the settings, plain text."""

from __future__ import annotations

from dataclasses import dataclass

from pwlact.cli.options import options_of
from pwlact.cli.parse import parse
from pwlact.settings.marks import File, Folder


@dataclass(frozen=True, kw_only=True)
class Places:
    """Two places."""

    file: File | None = None
    """A file."""
    folder: Folder = "runs"
    """A folder."""


def test_files_and_folders_are_named_in_help_and_take_one_word() -> None:
    options = {option.field: option for option in options_of(Places)}
    assert (options["file"].metavar, options["folder"].metavar) == ("FILE", "DIR")
    assert options["file"].values == options["folder"].values == 1
    assert (options["file"].default, options["folder"].default) == (None, "runs")


def test_their_values_are_texts() -> None:
    assert parse(Places, ["--file", "a b.csv", "--folder=x"], "test") == Places(file="a b.csv", folder="x")
    assert parse(Places, [], "test") == Places()
