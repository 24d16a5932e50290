"""The pretraining: first lessons are imitated, then the gradient of the objective is followed."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pwlact._types import Array
from pwlact.rl.general import checkpoint, held_out, update
from pwlact.rl.general.config import PretrainConfig
from pwlact.rl.general.gradient import action_gradient, u_gradient
from pwlact.rl.general.lessons import MAX_POINTS, MIN_POINTS, page
from pwlact.rl.general.pool import Pool
from pwlact.rl.general.status import PretrainStatus, PretrainWatcher
from pwlact.rl.jax.runtime import session
from pwlact.search.general.network import Layers, Singles
from pwlact.search.general.walk import by_network, walk

PAGE, PAGE_LESSONS = 8, 256  # updates that draw from one page, and its lessons
RENEWAL, RENEWED = 16, 2  # updates between renewals, and functions that are replaced
EVALUATION = 512  # updates between evaluations, and checkpoints
ROWS = 1024  # rows are filled up to a multiple of this, so that few shapes are compiled
WARM_UP = 100  # updates in which the learning rate rises
POWERS = (16.0, 40.0)  # of the smoothed objective, first and last


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Trained:
    """A network with the updates and seconds that made it, and its median gap in J to descents."""

    layers: Layers
    steps: int
    seconds: float
    gap: float


def pretrain(config: PretrainConfig, folder: Path, watch: PretrainWatcher) -> Trained:
    """Train one policy for every function; return its network.

    Parameters
    ----------
    config : PretrainConfig
        How; the same settings give the same policy, unless time limits it.
    folder : Path
        An existing folder, for the checkpoint. Where it holds one, the training goes on from there.
    watch : callable
        Told of the progress after every 16 updates.

    Raises
    ------
    FileError
        If the checkpoint is damaged, or of another network.
    """
    with session():
        course = _Course(config, folder)
        watch(course.status("drawing functions"))
        course.begin()
        while course.progress < 1.0:
            course.update()
            if course.step % RENEWAL == 0:
                course.pool.renew(RENEWED, course.layers)
                if course.step % EVALUATION == 0:
                    course.evaluate()
                    course.save()
                if not watch(course.status()):
                    break
        return course.finish()


class _Course:
    """A pretraining under way."""

    def __init__(self, config: PretrainConfig, folder: Path) -> None:
        self.config, self.folder = config, folder
        self.pool = Pool(config.seed, config.functions, config.lessons)
        self.layers: Layers = update.first_layers(config.width, config.seed)
        self.state = update.first_state(self.layers)
        self.step, self.seconds, self.gaps = 0, 0.0, list[float]()
        self.page: tuple[Singles, Singles, Singles] | None = None
        self.started = time.monotonic()
        self.first_step = 0

    def begin(self) -> None:
        """Make the functions, or those of the checkpoint."""
        saved = checkpoint.load(self.folder, self.layers, self.state)
        if saved is not None:
            self.layers, self.state, self.step, self.seconds = saved.layers, saved.state, saved.step, saved.seconds
            self.gaps = saved.gaps
        self.pool.fill(0 if saved is None else saved.start, None if saved is None else saved.lessons, self.layers)
        self.held_out = held_out.make(self.config.seed, self.config.held_out)
        self.started, self.first_step = time.monotonic() - self.seconds, self.step

    @property
    def progress(self) -> float:
        """Share of the training that is done: of its steps, or of its time."""
        if self.config.seconds is None:
            return self.step / self.config.steps
        return self.elapsed / self.config.seconds

    @property
    def elapsed(self) -> float:
        return time.monotonic() - self.started

    def update(self) -> None:
        """Update the network once."""
        generator = np.random.default_rng((self.config.seed, self.step, 2))
        done, taught = self.progress, self.config.taught
        if done < taught:
            self._imitate(generator, self._rate(done / taught, 1.0, 0.05), best_only=False)
        else:
            part = (done - taught) / max(1.0 - taught, 1e-9)
            rate = self._rate(part, 0.2, 0.001)
            if self.step % 2:
                self._imitate(generator, rate, best_only=True)
            else:
                self._descend(generator, rate, POWERS[0] * (POWERS[1] / POWERS[0]) ** part)
        self.step += 1

    def _rate(self, part: float, first: float, last: float) -> float:
        warm = min(1.0, (self.step + 1) / WARM_UP)
        return self.config.rate * warm * (last + (first - last) * (1.0 - part))

    def _imitate(self, generator: np.random.Generator, rate: float, best_only: bool) -> None:
        if self.page is None or self.step % PAGE in (0, 1 if best_only else 0):
            rows, lessons = self.pool.drawn(generator, PAGE_LESSONS, best_only)
            self.page = page(self.pool.tables, rows, lessons, self.config.noise, generator)
        chosen = generator.integers(0, self.page[0].shape[0], self.config.batch)
        seen, actions, weights = (array[chosen] for array in self.page)
        layers, state, _ = update.imitate(self.layers, self.state, seen, actions, weights, np.float32(rate))
        self.layers, self.state = update.to_numpy((layers, state))

    def _descend(self, generator: np.random.Generator, rate: float, power: float) -> None:
        count = self.config.walks
        rows = 2 * generator.integers(0, self.pool.size // 2, count)  # those with least squares
        span = np.log(MIN_POINTS - 0.4), np.log(MAX_POINTS + 0.4)
        points = np.round(np.exp(generator.uniform(*span, count))).astype(np.int64)
        noise = self.config.noise * generator.standard_normal((count, int(points.max())))
        walked = walk(self.pool.tables, rows, points, by_network(self.layers, noise), recorded=True)
        seen, pulls = list[Singles](), list[Array]()
        for i in range(count):
            size = points[i]
            gradient = u_gradient(self.pool.entries[rows[i]], walked.u[i, :size], power)
            if gradient is not None:
                seen.append(walked.seen[i, :size])
                pulls.append(action_gradient(gradient, walked.slopes[i, :size]) / count)
        if seen:
            layers, state = update.descend(
                self.layers, self.state, *_filled(np.concatenate(seen), np.concatenate(pulls)), np.float32(rate)
            )
            self.layers, self.state = update.to_numpy((layers, state))

    def evaluate(self) -> None:
        """Measure the policy on functions that it is not trained on."""
        self.gaps.append(self.held_out.gap(self.layers))

    def save(self) -> None:
        """Keep all that a resumed training needs."""
        checkpoint.save(
            self.folder,
            checkpoint.Saved(
                layers=self.layers, state=self.state, step=self.step, seconds=self.elapsed, gaps=self.gaps,
                start=self.pool.start, lessons=self.pool.lessons,
            ),
        )  # fmt: skip

    def finish(self) -> Trained:
        """Evaluate, and keep the last state."""
        self.evaluate()
        self.save()
        return Trained(layers=self.layers, steps=self.step, seconds=self.elapsed, gap=self.gaps[-1])

    def status(self, phase: str | None = None) -> PretrainStatus:
        """Return how far the training is."""
        imitates = self.progress < self.config.taught
        spent = max(self.elapsed - self.seconds, 1e-9)
        return PretrainStatus(
            phase=phase or ("imitating descents" if imitates else "following the gradient"),
            steps=self.step,
            progress=min(self.progress, 1.0),
            rate=(self.step - self.first_step) / spent,
            gap=self.gaps[-1] if self.gaps else np.nan,
            best_gap=min(self.gaps) if self.gaps else np.nan,
        )


def _filled(seen: Singles, pulls: Array) -> tuple[Singles, Singles]:
    more = -seen.shape[0] % ROWS
    return np.pad(seen, ((0, more), (0, 0))), np.pad(pulls, (0, more)).astype(np.float32)
