"""Pictures of an episode, for `env.render()`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from pwlact._types import Array
from pwlact.rl import dynamics, rewards
from pwlact.rl.dynamics import State
from pwlact.rl.task import Task

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INCHES = (6.4, 4.8)
DPI = 100


def frame(task: Task, state: State) -> NDArray[np.uint8]:
    """Return the picture of one placement, shape (480, 640, 3), red, green and blue from 0 to 255.

    Parameters
    ----------
    task : Task
        What is played.
    state : State
        One placement, a batch of one row.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=INCHES, dpi=DPI)
    canvas: Any = FigureCanvasAgg(figure)
    draw(figure, task, state)
    canvas.draw()
    return np.asarray(canvas.buffer_rgba(), dtype=np.uint8)[..., :3].copy()


class Window:
    """A window that shows the placement of the moment; without a display, it draws and shows nothing."""

    def __init__(self) -> None:
        from matplotlib import pyplot

        with pyplot.ion():  # so that a window opens without blocking
            self.figure = pyplot.figure(figsize=INCHES, dpi=DPI)

    def show(self, task: Task, state: State) -> None:
        """Draw one placement, a batch of one row."""
        draw(self.figure, task, state)
        self.figure.canvas.draw()
        self.figure.canvas.flush_events()

    def close(self) -> None:
        """Close the window."""
        from matplotlib import pyplot

        pyplot.close(self.figure)


def draw(figure: Figure, task: Task, state: State) -> None:
    """Draw one placement: the function, the points so far, and the pieces; fitted ones once all points are placed."""
    figure.clear()
    axes = figure.add_subplot()
    x, y = task.evaluator.samples.x, task.evaluator.samples.y
    axes.plot(x, y, color="0.55", linewidth=3, label=task.evaluator.problem.activation.label)
    if dynamics.terminal(task, state)[0]:
        _draw_end(axes, task, state)
    else:
        _draw_pieces(axes, task, state.points[0, : state.placed[0]])
        axes.set_title(f"{state.placed[0]} of {task.points} points placed")
    axes.set_xlabel("x")
    axes.set_xlim(*task.evaluator.problem.interval)
    axes.legend(loc="best")


def _draw_end(axes: Axes, task: Task, state: State) -> None:
    reward = rewards.reward(task, state)
    if np.isnan(reward.final[0]):
        _draw_pieces(axes, task, state.points[0, : state.placed[0]])
        axes.set_title("out of range" if state.out[0] else "points too close for a fit")
        return
    candidate = task.evaluator.candidate(reward.points[0])
    breakpoints, values = candidate.pwl.breakpoints, candidate.pwl.values
    axes.plot(breakpoints, values, "o-", color="tab:red", markersize=5, linewidth=1.2, label="fitted pieces")
    error = getattr(candidate.errors, task.evaluator.problem.objective.measure).max
    axes.set_title(f"final reward {reward.final[0]:.4g}, maximum error {error:.3g}")


def _draw_pieces(axes: Axes, task: Task, points: Array) -> None:
    """Draw the pieces between the left end and the points placed so far, all on the function."""
    x = np.concatenate(([task.evaluator.problem.interval[0]], points))
    label = "pieces so far, not fitted"
    axes.plot(
        x, task.evaluator.problem.activation.f(x), "o-", color="tab:blue", markersize=5, linewidth=1.2, label=label
    )
