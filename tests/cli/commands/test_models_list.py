"""`pwlact models list`."""

from __future__ import annotations

import json

import pytest

from pwlact.cli.commands import models_list
from pwlact.models.networks.registry import NETWORKS, network_class


def test_every_network_is_listed_with_its_licence(capsys: pytest.CaptureFixture[str]) -> None:
    assert models_list.run([]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if line in NETWORKS] == list(NETWORKS)
    assert sum(line.startswith("licence ") for line in lines) == len(NETWORKS)


def test_packages_that_are_missing_are_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(network_class("vit"), "packages", ("no_such_package", "torch"))
    assert models_list.run(["--json"]) == 0
    found = json.loads(capsys.readouterr().out)["networks"]
    assert list(found) == list(NETWORKS)
    assert found["vit"]["installed"] == "no: no_such_package"
