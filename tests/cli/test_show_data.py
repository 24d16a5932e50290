"""What is printed of data."""

from __future__ import annotations

from pwlact.cli.show_data import data_text
from pwlact.data import data_of


def test_data_are_named_with_their_number_and_file() -> None:
    assert data_text(data_of([0, 1], [0, 1])) == "2 exact samples"
    many = data_of(range(2000), range(2000), noisy=True, file="a.csv")
    assert data_text(many) == "2,000 noisy points, a.csv"
