"""Names of formats."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwlact.errors import FormatError
from pwlact.formats import FixedPoint, FloatFormat, parse_format


def test_every_float_has_a_name_that_reads_back() -> None:
    formats = [FloatFormat(e, m, inf) for e in range(2, 9) for m in range(1, 24) for inf in (True, False)]
    assert [parse_format(format_.name) for format_ in formats] == formats
    assert len({format_.name for format_ in formats}) == len(formats)


def test_every_fixed_point_format_has_a_name_that_reads_back() -> None:
    formats = [
        FixedPoint(bits - fraction, fraction, signed)
        for bits in range(4, 33)
        for fraction in (*range(-40, 73), -256, 256)
        for signed in (True, False)
    ]
    assert [parse_format(format_.name) for format_ in formats] == formats
    assert len({format_.name for format_ in formats}) == len(formats)


@pytest.mark.parametrize(
    ("text", "format_"),
    [
        ("q4.12", FixedPoint(4, 12)),
        ("uq0.16", FixedPoint(0, 16, signed=False)),
        ("q-3.11", FixedPoint(-3, 11)),
        ("q20.-8", FixedPoint(20, -8)),
        (" Q4.12\n", FixedPoint(4, 12)),
        ("fp16", FloatFormat(5, 10)),
        ("BF16", FloatFormat(8, 7)),
        ("fp8_e5m2", FloatFormat(5, 2)),
        ("fp8_e4m3", FloatFormat(4, 3, infinities=False)),
        ("e4m3fn", FloatFormat(4, 3, infinities=False)),
        ("e4m3", FloatFormat(4, 3)),
        ("e5m10", FloatFormat(5, 10)),
        ("e6m9", FloatFormat(6, 9)),
    ],
)
def test_names_are_read_in_every_spelling(text: str, format_: FixedPoint | FloatFormat) -> None:
    assert parse_format(text) == format_


@pytest.mark.parametrize(
    "name", ["q4.12", "uq0.16", "q-3.11", "fp16", "bf16", "fp8_e4m3", "fp8_e5m2", "e6m9", "e3m2fn"]
)
def test_names_are_the_usual_ones(name: str) -> None:
    assert parse_format(name).name == name


@pytest.mark.parametrize(
    ("text", "rule", "value"),
    [
        *(
            (text, "a number format is one of q4.12", f"got {text[:40]!r}")
            for text in (
                *(
                    "",
                    " ",
                    "q",
                    "uq",
                    "q4",
                    "q4.",
                    "q.12",
                    "q4.12.1",
                    "q4,12",
                    "q+4.12",
                    "q4 .12",
                    "sq4.12",
                    "uuq4.12",
                    "q1000.1",
                ),
                *("fp7", "fp32", "fp8", "float16", "e4m", "em3", "e-4m3", "e4m3fnuz", "nan", "None", "q4.12; q4.12"),
                *("q4.\n12", "x" * 1000),
            )
        ),
        ("q1.2", "4 to 32 bits", "got 'q1.2' with 3"),
        ("uq1.32", "4 to 32 bits", "got 'uq1.32' with 33"),
        ("q999.1", "4 to 32 bits", "got 'q999.1' with 1000"),
        ("q-999.999", "4 to 32 bits", "got 'q-999.999' with 0"),
        ("q-980.999", "-256 to 256", "got 999 in 'q-980.999'"),
        ("e1m3", "2 to 8 exponent", "got e1m3"),
        ("e9m3", "2 to 8 exponent", "got e9m3"),
        ("e4m0", "1 to 23 mantissa", "got e4m0"),
        ("e8m24fn", "1 to 23 mantissa", "got e8m24"),
    ],
)
def test_names_rule_value_and_remedy_in_one_line(text: str, rule: str, value: str) -> None:
    with pytest.raises(FormatError) as caught:
        parse_format(text)
    message = str(caught.value)
    assert "\n" not in message
    assert len(message) < 200
    assert rule in message
    assert value in message
    assert message.split("; ")[-1].startswith("try ")


@given(st.text() | st.from_regex(r"u?q-?\d*\.-?\d*", fullmatch=True) | st.from_regex(r"e\d*m\d*(fn)?", fullmatch=True))
def test_any_text_is_a_format_or_one_line(text: str) -> None:
    try:
        format_ = parse_format(text)
    except FormatError as error:
        lines = str(error).splitlines()
    else:
        lines = [format_.name]
        assert parse_format(format_.name) == format_
    assert len(lines) == 1


@pytest.mark.parametrize("value", [3, None, FixedPoint(4, 12)])
def test_what_is_no_text_is_refused(value: object) -> None:
    with pytest.raises(FormatError, match=r"a number format is given by name, got .*; try 'q4\.12'"):
        parse_format(value)  # type: ignore[arg-type]
