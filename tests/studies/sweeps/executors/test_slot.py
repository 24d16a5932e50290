"""A process for calls: started again where it is killed, three times for a call, and never once it is closed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sweep_calls import double, fail, killed, unpicklable

from pwlact.errors import RunError
from pwlact.studies.sweeps.executors.slot import Slot


@pytest.fixture(scope="module")
def slot() -> Iterator[Slot]:
    slot = Slot()
    yield slot
    slot.close()


def test_exceptions_are_raised_here(slot: Slot) -> None:
    with pytest.raises(ValueError, match="4 is bad"):
        slot.run(fail, (4,))


def test_a_value_that_cannot_be_pickled_is_told(slot: Slot) -> None:
    with pytest.raises(RunError, match="must give what can be pickled"):
        slot.run(unpicklable, (4,))


def test_a_call_whose_process_is_always_killed_runs_three_times(slot: Slot, tmp_path: Path) -> None:
    with pytest.raises(RunError, match="killed 3 times"):
        slot.run(killed, ((str(tmp_path / "killed"), 9),))
    assert len((tmp_path / "killed").read_text().splitlines()) == 3
    assert slot.run(double, (1,)) == 2


def test_a_closed_slot_starts_no_process() -> None:
    slot = Slot()
    slot.close()
    with pytest.raises(RunError, match="stopped"):
        slot.run(double, (1,))
