"""Files of the live page; `test_live.py` compares them with the command line's."""

from __future__ import annotations

import base64
import io
import zipfile

import pytest

from pwlact.errors import FormatError, InputError
from pwlact.export import TARGETS
from pwlact.report.explore.ask import Ask
from pwlact.report.explore.files import archive, files, targets

ASK = Ask(function="sigmoid", segments=4, format="q3.5")


def test_targets_say_why_they_cannot_hold_a_result():
    told = {target["name"]: target["fault"] for target in targets(Ask(function="sigmoid", segments=4))["targets"]}
    assert list(told) == list(TARGETS)
    assert told["csv"] is None
    assert "needs a result with codes" in told["verilog"]


def test_files_name_the_commands_that_made_them():
    told = files(ASK, "mine", ["c", "json"])
    search, export = told["commands"]
    assert search.endswith("--name mine")
    assert export == "pwlact export mine --to c json"
    header = base64.b64decode(told["files"][0]["data"]).decode()
    assert f"exported by: {export}" in header
    assert f"found by: {search.removesuffix(' --name mine')}" in header


def test_archive_holds_the_files():
    told = files(ASK, "mine", ["verilog", "csv"])
    held = zipfile.ZipFile(io.BytesIO(base64.b64decode(told["archive"])))
    assert {file["name"]: file["data"] for file in told["files"]} == {
        name: base64.b64encode(held.read(name)).decode() for name in held.namelist()
    }


def test_equal_files_make_equal_archives():
    assert archive({"a": b"1", "b": b"2"}) == archive({"a": b"1", "b": b"2"})


@pytest.mark.parametrize(
    ("name", "chosen"), [("../up", ["csv"]), ("a/b", ["csv"]), ("", ["csv"]), ("mine", []), ("mine", ["pdf"])]
)
def test_bad_names_and_targets_are_refused(name, chosen):
    with pytest.raises(InputError):
        files(ASK, name, chosen)


def test_target_that_cannot_hold_the_result_is_refused():
    with pytest.raises(FormatError, match="codes"):
        files(Ask(function="sigmoid", segments=4), "mine", ["verilog"])
