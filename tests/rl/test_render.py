"""Pictures of an episode: the points so far, and the fit at its end."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from matplotlib.figure import Figure

from pwlact.rl import dynamics
from pwlact.rl.dynamics import State
from pwlact.rl.render import draw, frame
from pwlact.rl.task import Task

Make = Callable[..., Task]


def _played(task: Task, *actions: float) -> State:
    state = dynamics.initial(task, 1)
    for action in actions:
        state = dynamics.transition(task, state, np.array([action]))
    return state


def _drawn(task: Task, state: State) -> tuple[str, np.ndarray, np.ndarray]:
    """Return the title and the x and y of the pieces."""
    figure = Figure()
    draw(figure, task, state)
    draw(figure, task, state)  # in place of the first, not over it
    (axes,) = figure.axes
    pieces = axes.lines[1]
    return axes.get_title(), np.asarray(pieces.get_xdata()), np.asarray(pieces.get_ydata())


def test_points_so_far_are_joined_on_the_function(make: Make) -> None:
    task = make("tuned", segments=5)
    state = _played(task, 0.1, -0.2)
    title, x, y = _drawn(task, state)
    assert title == "2 of 4 points placed"
    assert x.tolist() == [-8.0, *state.points[0, :2]]
    assert y == pytest.approx(task.evaluator.problem.activation.f(x))


def test_the_fit_is_drawn_at_the_end(make: Make) -> None:
    task = make("tuned", segments=3)
    state = _played(task, 0.0, 0.0)
    title, x, y = _drawn(task, state)
    pwl = task.evaluator.candidate(state.points[0]).pwl
    assert title.startswith(f"final reward {task.base_reward:.4g}")
    assert (x.tolist(), y.tolist()) == (pwl.breakpoints.tolist(), pwl.values.tolist())


def test_an_episode_without_a_fit_says_why(make: Make) -> None:
    paper, tight = make("paper", segments=4), make("tuned", segments=33)
    assert _drawn(paper, _played(paper, 1.0, 1.0))[0] == "out of range"
    assert _drawn(tight, _played(tight, *[1.0] * 32))[0] == "points too close for a fit"


def test_a_frame_is_an_image(make: Make) -> None:
    task = make("tuned", segments=3)
    image = frame(task, dynamics.initial(task, 1))
    assert (image.shape, image.dtype) == ((480, 640, 3), np.uint8)
    assert image.min() < 128 < image.max()
