"""Texts: apart for calibration and test."""

from __future__ import annotations

from news import NEWS

from pwlact.models.networks.texts import news, python_documentation


def test_the_manual_is_parted_by_topics() -> None:
    calibration, test = (python_documentation(split) for split in ("calibration", "test"))
    assert min(len(calibration), len(test)) > 100_000
    assert calibration[:200] not in test


@NEWS
def test_articles_are_parted() -> None:
    calibration, test = news("calibration"), news("test")
    assert min(len(calibration), len(test)) > 100
    assert not set(calibration) & set(test)
