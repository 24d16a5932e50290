"""Fits of noisy points: arrays in, breakpoints and values out; least squares and minimax, linked or separate lines."""

from pwlact.fit.points.conditions import Conditions
from pwlact.fit.points.constrained import constrained_minimax_at, constrained_squares_at
from pwlact.fit.points.constrained_search import Constrained, constrained_linked
from pwlact.fit.points.crossing import LinkedMinimax, SeparateMinimax, linked_minimax, separate_minimax
from pwlact.fit.points.errors import PointErrors, errors_at
from pwlact.fit.points.linked import LinkedSquares, linked_squares
from pwlact.fit.points.minimax import MinimaxFit, minimax_at
from pwlact.fit.points.partition import SeparateSquares, separate_squares
from pwlact.fit.points.record import Points, points_of
from pwlact.fit.points.squares import SquaresFit, squares_at

__all__ = [
    "Conditions",
    "Constrained",
    "LinkedMinimax",
    "LinkedSquares",
    "MinimaxFit",
    "PointErrors",
    "Points",
    "SeparateMinimax",
    "SeparateSquares",
    "SquaresFit",
    "constrained_linked",
    "constrained_minimax_at",
    "constrained_squares_at",
    "errors_at",
    "linked_minimax",
    "linked_squares",
    "minimax_at",
    "points_of",
    "separate_minimax",
    "separate_squares",
    "squares_at",
]
