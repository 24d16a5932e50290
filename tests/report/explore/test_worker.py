"""The process that searches, line by line."""

from __future__ import annotations

import io
import json

import pytest

from pwlact.report.explore import worker


def reply(**request):
    """Return the answer to a request."""
    return worker.reply({"kind": "search", "sequence": 7, **request})


def test_each_line_is_answered_by_a_line():
    requests = [{"kind": "search", "sequence": n, "ask": {"function": "silu", "segments": n}} for n in (3, 4)]
    answers = io.StringIO()
    worker.serve(io.StringIO("".join(json.dumps(request) + "\n" for request in requests)), answers)
    told = [json.loads(line) for line in answers.getvalue().splitlines()]
    assert [one["sequence"] for one in told] == [3, 4]
    assert all(one["html"] and one["seconds"] > 0 for one in told)


@pytest.mark.parametrize(
    ("ask", "field", "word"),
    [
        ({"expr": "x*ta(x)"}, "expr", "ta"),
        ({"expr": "__import__('os').system('id')"}, "expr", ""),
        ({"expr": "x" * 2000}, "expr", "1000 characters"),
        ({"function": "silo"}, "function", "did you mean silu"),
        ({"function": "silu", "format": "q40.12"}, "format", "q40.12"),
        ({"function": "silu", "low": 3, "high": 3}, "low", "3"),
        ({"function": "silu", "segments": 0}, "segments", "1 to 256"),
        ({"function": "silu", "within": "1e-300"}, "within", "more than 256 segments"),
        ({"function": "silu", "low": -1e300, "high": 1e300}, "low", "at most 4000"),
        ({"function": "silu", "objective": "paper", "format": "q3.5"}, None, "units in a number format"),
    ],
)
def test_a_fault_is_one_line_beside_its_control(ask, field, word):
    told = reply(ask=ask)
    assert told["field"] == field
    assert word in told["fault"]
    assert "\n" not in told["fault"]
    assert told["sequence"] == 7


@pytest.mark.parametrize("kind", ["", "search ", None, 3])
def test_unknown_requests_are_refused(kind):
    assert "fault" in reply(kind=kind, ask={"function": "silu"})


@pytest.mark.parametrize("wrong", [{"name": 1, "targets": ["csv"]}, {"name": "a", "targets": "csv"}, {"name": "a"}])
def test_files_need_a_name_and_targets(wrong):
    assert "fault" in reply(kind="files", ask={"function": "silu"}, **wrong)


def test_a_defect_and_want_of_memory_are_faults(monkeypatch, capsys):
    for fault, word in ((MemoryError(), "memory"), (ZeroDivisionError(), "ZeroDivisionError")):

        def fails(_ask, fault=fault):
            raise fault

        monkeypatch.setitem(worker._ANSWERS, "search", fails)
        assert word in reply(ask={"function": "silu"})["fault"]
    assert "Traceback" in capsys.readouterr().err
