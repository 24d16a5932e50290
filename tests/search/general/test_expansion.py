"""Changes of errors by moves: the fits of a few trials give what a fit for each variable gives."""

from __future__ import annotations

import numpy as np
import pytest
from search.general.policies import evaluator

from pwlact.search.general.expansion import errors_of, expand, moved, moves_of, place_of, room_of
from pwlact.search.problem import FitName


@pytest.mark.parametrize(("fit", "tolerance"), [("best", 1e-9), ("lstsq", 0.03)])
def test_few_trials_give_the_changes_of_single_moves(fit: FitName, tolerance: float) -> None:
    reals = evaluator("sigmoid", 13, fit)
    points = np.linspace(-5.0, 5.2, 12)
    place = place_of(reals, points)
    moves = moves_of(place, 1e-3, np.empty(0))
    base, by = expand(reals, place, moves)
    singles = [moved(place, moves * (np.arange(moves.size) == k)) for k in range(moves.size)]
    wanted = (errors_of(reals, singles) - base).T
    assert np.abs(by - wanted).max() <= tolerance * np.abs(wanted).max()
    assert np.array_equal(base, errors_of(reals, [place])[0])


def test_points_at_kinks_stay_and_others_keep_their_room() -> None:
    reals = evaluator("silu", 4)
    place = place_of(reals, np.array([-2.0, 0.0, 1.0]))
    assert (moves_of(place, 1e-3, np.array([0.0])) == 0.0).tolist() == [False, True, False]
    left, right = room_of(place, 0.5)
    assert left == pytest.approx(0.3 * np.array([5.5, 1.5, 0.5]))
    assert right == pytest.approx(0.3 * np.array([1.5, 0.5, 6.5]))
