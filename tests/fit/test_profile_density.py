"""Densities of a profile: what a text says, what a sample weighs, and what is refused."""

from __future__ import annotations

import warnings

import numpy as np
import pytest

from pwlact.errors import ConfigError, FileError, PwlactWarning
from pwlact.fit.density import FLOOR, density_of, warn_of_outside
from pwlact.fit.profile import CELLS, EDGES, Profile, SiteProfile, cells_of
from pwlact.fit.profile_density import profile_choice
from pwlact.fit.profile_file import write_profile

ODD = "/blocks.0/act/Mul:0"
X = np.random.default_rng(0).normal(-0.5, 1.5, 50_000)
SLOPES = np.exp(-X)


def _site(name: str, function: str, x: np.ndarray, slopes: np.ndarray | None = None) -> SiteProfile:
    cells = cells_of(x)
    squares = None if slopes is None else np.bincount(cells, weights=slopes**2, minlength=CELLS)
    return SiteProfile(
        name=name, function=function, counts=np.bincount(cells, minlength=CELLS).astype(float), squares=squares
    )


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("profile") / "p.npz"
    empty = SiteProfile(name="empty", function="elu", counts=np.zeros(CELLS))
    sites = (_site(ODD, "silu", X, SLOPES), _site("b", "swish", X + 2.0, SLOPES), _site("c", "tanh", X), empty)
    write_profile(path, Profile(network="toy", samples=10, sites=sites))
    return str(path)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("p.npz", ("p.npz", None, False)),
        ("a:b/p.npz", ("a:b/p.npz", None, False)),
        ("p.npz:sensitivity", ("p.npz", None, True)),
        ("p.npz:layers.3.mlp.act_fn", ("p.npz", "layers.3.mlp.act_fn", False)),
        (f"p.npz:{ODD}", ("p.npz", ODD, False)),
        (f"p.npz:{ODD}:sensitivity", ("p.npz", ODD, True)),
        ("p.npz:b.npz", ("p.npz", "b.npz", False)),
        ("p.npz.npz", ("p.npz.npz", None, False)),
        ("p.npz:sensitivity:sensitivity", ("p.npz", "sensitivity", True)),
    ],
)
def test_a_text_names_file_site_and_weight(text: str, wanted: tuple[str, str | None, bool]) -> None:
    assert profile_choice(text) == wanted


@pytest.mark.parametrize("text", ["normal:0,1", "p.npy", "p.npzz", "npz", "p"])
def test_other_texts_name_no_profile(text: str) -> None:
    assert profile_choice(text) is None


@pytest.mark.parametrize("text", ["p.npz:", "p.npz::sensitivity"])
def test_a_site_without_a_name_is_refused(text: str) -> None:
    with pytest.raises(ConfigError, match="a site's name follows the colon, got none"):
        profile_choice(text)


def test_a_sample_weighs_what_lies_nearest_to_it(file: str) -> None:
    x = np.linspace(-4.0, 4.0, 33)  # wider apart than the cells
    weights = density_of(f"{file}:{ODD}", "silu").on(x)
    borders = np.concatenate(([-4.0], 0.5 * (x[1:] + x[:-1]), [4.0]))
    wanted, _ = np.histogram(X, borders)
    assert weights == pytest.approx((1.0 - FLOOR) * wanted / wanted.sum() + FLOOR / x.size, rel=1e-3, abs=2e-5)
    assert weights.sum() == pytest.approx(1.0)


def test_between_narrow_samples_the_weight_is_the_sum_over_the_width(file: str) -> None:
    density = density_of(f"{file}:{ODD}:sensitivity", "silu")
    x = np.linspace(-1.0, 1.0, 2001)
    middle, sums = x[1:-1], np.bincount(cells_of(X), weights=SLOPES**2, minlength=CELLS)
    inside = np.diff(np.interp([-1.0, 1.0], EDGES, np.concatenate(([0.0], np.cumsum(sums)))))[0]
    cell = cells_of(middle)
    within = np.abs(middle - 0.5 * (EDGES[cell] + EDGES[cell + 1])) < 0.5 / 256.0 - 5.1e-4
    wanted = sums[cell] / np.diff(EDGES)[cell] * 1e-3 / inside
    assert within.sum() > 1000
    assert density.on(x)[1:-1][within] == pytest.approx((1 - FLOOR) * wanted[within] + FLOOR / 2001, rel=1e-6)
    assert density.weight(middle)[within] / density.weight(np.zeros(1)) == pytest.approx(
        (wanted / wanted[1000 - 1 + 1])[within], rel=0.5
    )


def test_no_sample_is_without_weight(file: str) -> None:
    weights = density_of(file, "tanh").on(np.linspace(-60.0, 60.0, 1001))
    assert weights.min() == pytest.approx(FLOOR / 1001)


def test_all_sites_of_the_function_are_one_density(file: str) -> None:
    x = np.linspace(-4.0, 4.0, 801)
    both, first = density_of(file, "silu").on(x), density_of(f"{file}:{ODD}", "silu").on(x)
    assert both @ x == pytest.approx(first @ x + 0.85, abs=0.2)


def test_the_support_and_the_share_outside_are_the_profile_s(file: str) -> None:
    density = density_of(f"{file}:{ODD}", "silu")
    assert density.support is not None
    low, high = density.support
    assert low <= X.min() <= low + 0.05
    assert high - 0.05 <= X.max() <= high
    assert density.outside((-1.0, 1.0)) == pytest.approx(np.mean(np.abs(X) > 1.0), abs=2e-3)
    assert density.outside((-99.0, 99.0)) == pytest.approx(0.0, abs=1e-12)
    assert density_of("normal:0,1").outside((-1.0, 1.0)) is None


def test_a_range_that_is_left_often_is_warned_of(file: str) -> None:
    with pytest.warns(PwlactWarning, match=r"31\.\d\d% of the inputs in .* lie outside the range -2 to 1"):
        warn_of_outside(density_of(f"{file}:{ODD}", "silu"), (-2.0, 1.0))
    with pytest.warns(PwlactWarning, match=r"% of the sensitivity in"):
        warn_of_outside(density_of(f"{file}:{ODD}:sensitivity", "silu"), (-2.0, 1.0))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        warn_of_outside(density_of(f"{file}:{ODD}", "silu"), (-8.0, 8.0))
        warn_of_outside(density_of("normal:0,9"), (-2.0, 1.0))


@pytest.mark.parametrize(
    ("end", "function", "text"),
    [
        ("", "gelu", "a profile's function is one of silu, swish, tanh, elu, got gelu; the network toy has none of it"),
        (":none", "silu", "a site is one of the profile's 4, got 'none'"),
        (":c", "silu", "a density is of the function that is approximated, got site 'c' of tanh for silu"),
        (":c:sensitivity", "tanh", "a sensitivity is in profiles of a network with a loss, got"),
        (":sensitivity", "tanh", "a sensitivity is in profiles of a network with a loss, got"),
        (":b", None, "a density is of the function that is approximated, got site 'b' of swish for None"),
    ],
)
def test_what_a_profile_has_not_is_refused_in_one_line(file: str, end: str, function: str | None, text: str) -> None:
    with pytest.raises(ConfigError) as fault:
        density_of(f"{file}{end}", function)
    assert text in str(fault.value)
    assert "\n" not in str(fault.value)


def test_a_site_without_inputs_and_a_range_without_are_refused(file: str) -> None:
    with pytest.raises(FileError, match="a profile's site has inputs, got none at empty"):
        density_of(f"{file}:empty", "elu")
    with pytest.raises(ConfigError, match="a density must have weight inside the range"):
        density_of(file, "tanh").on(np.linspace(50.0, 60.0, 1001))
    with pytest.raises(FileError, match="must exist"):
        density_of("none.npz", "silu")
