"""Published numbers of the paper, for the paper's own grid: [-8, 8], step 0.001, 9 segments, least squares.

Source: "Automated Generation of Piecewise Linear Approximations for Nonlinear Activation Functions via
Curvature-based Reinforcement Learning", ISOCC 2023, and its public code. The errors are given to seven decimals.
"""

from __future__ import annotations

from typing import NamedTuple

INTERVAL = (-8.0, 8.0)
SAMPLES = 16_001
DECIMALS = 7


class Published(NamedTuple):
    """Interior points of one function with the errors of their least-squares fit."""

    function: str
    points: tuple[float, ...]
    max_error: float
    mean_error: float


PUBLISHED = (
    Published(
        "gelu_tanh",
        (
            -5.4738750696182255,
            -2.5131248712539676,
            -0.7461250543594363,
            -0.3765439748764041,
            -0.007824301719665833,
            0.35101768969490466,
            0.7172322988510128,
            2.5810040712356566,
        ),
        0.0113623,
        0.0021572,
    ),
    Published(
        "silu",
        (
            -4.425255560874939,
            -1.2648786783218386,
            -0.745920014381409,
            -0.16150543689727812,
            0.2676862478256223,
            0.8606695890426633,
            1.3285036802291867,
            4.20539515018463,
        ),
        0.0147828,
        0.0047657,
    ),
    Published(
        "sigmoid",
        (
            -4.09368626177311,
            -2.667705598473549,
            -1.712370362877846,
            -0.911177507042885,
            0.9117095321416853,
            1.7174890846014021,
            2.6682617038488385,
            4.105670008063315,
        ),
        0.0054386,
        0.0017678,
    ),
)
