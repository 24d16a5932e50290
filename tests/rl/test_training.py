"""Records of a training."""

from __future__ import annotations

import numpy as np

from pwlact.rl.training import BestEpisode


def test_the_best_episode_is_kept_apart_from_the_running_ones() -> None:
    best = BestEpisode()
    points = np.array([[1.0, 2.0], [3.0, 4.0]])
    best.offer(np.array([5.0, 7.0]), points)
    points[:] = 0.0
    assert (best.reward, best.points.tolist(), best.episodes) == (7.0, [3.0, 4.0], 2)
    best.offer(np.array([6.0]), np.array([[5.0, 6.0]]))
    best.offer(np.empty(0), np.empty((0, 2)))
    assert (best.reward, best.points.tolist(), best.episodes) == (7.0, [3.0, 4.0], 3)
