"""Data sets that scikit-learn ships, scaled to the range of a KAN's splines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from pwlact._types import Array, Codes

RANGE = (-1.0, 1.0)
"""The range of every spline: inputs are scaled to it, and what a node passes on is clipped to it."""
TEST = 0.3  # share of the samples

DataName = Literal["digits", "breast_cancer", "wine", "iris"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Split:
    """A data set in two parts, for training and for testing.

    Parameters
    ----------
    name : str
        What scikit-learn calls it.
    train, test : ndarray, shapes (n, features)
        Inputs in RANGE: least to largest value of each feature in the training data, and clipped.
    train_labels, test_labels : ndarray of int64, shapes (n,)
        Classes.
    """

    name: DataName
    train: Array
    test: Array
    train_labels: Codes
    test_labels: Codes

    @property
    def classes(self) -> int:
        """Number of classes."""
        return int(self.train_labels.max()) + 1


def split(name: DataName, seed: int) -> Split:
    """Return a data set, split at random with every class in proportion."""
    from sklearn import datasets
    from sklearn.model_selection import train_test_split

    x, labels = getattr(datasets, f"load_{name}")(return_X_y=True)
    train, test, train_labels, test_labels = train_test_split(
        x, labels, test_size=TEST, random_state=seed, stratify=labels
    )
    low, high = train.min(axis=0), train.max(axis=0)
    width = np.where(high > low, high - low, 1.0)

    def scaled(part: Array) -> Array:
        return np.clip(2.0 * (part - low) / width - 1.0, *RANGE)

    return Split(name=name, train=scaled(train), test=scaled(test), train_labels=train_labels, test_labels=test_labels)
