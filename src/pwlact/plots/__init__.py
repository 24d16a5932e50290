"""Figures of results and trainings: each function takes records and returns a matplotlib Figure."""

from pwlact.plots.allocation import allocation
from pwlact.plots.approximation import approximation, several
from pwlact.plots.audit import audit
from pwlact.plots.comparison import comparison
from pwlact.plots.cost import cost
from pwlact.plots.curvature import curvature
from pwlact.plots.draw import FIGURES, draw_to, figures_of, save_figure
from pwlact.plots.episode import episode, has_episode
from pwlact.plots.equations import equations_csv, save_equations
from pwlact.plots.error import error
from pwlact.plots.evaluation import evaluation
from pwlact.plots.frontier import frontier
from pwlact.plots.histogram import has_histogram, histogram
from pwlact.plots.inset import inset
from pwlact.plots.network_profile import network_profile
from pwlact.plots.training import training
from pwlact.plots.unit import unit
from pwlact.plots.walk import has_walk, walk

__all__ = [
    "FIGURES",
    "allocation",
    "approximation",
    "audit",
    "comparison",
    "cost",
    "curvature",
    "draw_to",
    "episode",
    "equations_csv",
    "error",
    "evaluation",
    "figures_of",
    "frontier",
    "has_episode",
    "has_histogram",
    "has_walk",
    "histogram",
    "inset",
    "network_profile",
    "save_equations",
    "save_figure",
    "several",
    "training",
    "unit",
    "walk",
]
