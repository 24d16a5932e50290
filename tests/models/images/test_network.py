"""An image classifier on folders of images, as a network."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from pictures import SYNSETS, class_folders, flat_set, write_picture

from pwlact import functions
from pwlact.errors import ConfigError, FileError
from pwlact.models.images.network import ImageNetwork, image_network
from pwlact.models.network import Outputs
from pwlact.pwl import make_pwl
from pwlact.settings.models import NetworkChoice


def opened(vit: Path, images: Path, **more: str) -> ImageNetwork:
    return image_network(NetworkChoice(model=f"hf:{vit}", images=str(images), **more))


@pytest.fixture(scope="module")
def network(vit: Path, tmp_path_factory: pytest.TempPathFactory) -> ImageNetwork:
    return opened(vit, class_folders(tmp_path_factory.mktemp("images")))


def classes_of(network: ImageNetwork) -> dict[str, int]:
    parts = network.images.values()
    return {path.name: int(label) for part in parts for path, label in zip(part.paths, part.labels, strict=True)}


def table(segments: int) -> object:
    gelu = functions.get("gelu")
    points = np.linspace(-8.0, 8.0, segments + 1)
    return make_pwl(gelu, points, gelu.f(points))


def test_splits_hold_all_images_once_in_a_fixed_random_order(network: ImageNetwork) -> None:
    splits = [network.images["calibration"], network.images["test"]]
    assert [network.samples("calibration"), network.samples("test")] == [3, 9]
    paths = [path for part in splits for path in part.paths]
    assert len(set(paths)) == 12
    assert paths != sorted(paths)
    for part in splits:
        assert [SYNSETS[label] for label in part.labels] == [path.parent.name for path in part.paths]


def test_the_exact_network_is_what_transformers_compute(network: ImageNetwork, vit: Path) -> None:
    import torch
    from PIL import Image
    from transformers import pipeline

    images = network.images["test"]
    classify = pipeline("image-classification", model=str(vit), device="cpu", use_fast=False)
    found = network.outputs("test", {})
    for row, path in enumerate(images.paths):
        with Image.open(path) as image:
            scores = {answer["label"]: answer["score"] for answer in classify(image.convert("RGB"), top_k=3)}
        expected = [scores[f"LABEL_{i}"] for i in range(3)]
        np.testing.assert_allclose(np.exp(found.predictions[row]), expected, rtol=1e-4)
    assert torch.is_grad_enabled()


def test_scores_are_ranks_and_give_top_1_and_top_5(network: ImageNetwork) -> None:
    found = network.outputs("test", {})
    order, labels = np.argsort(-found.predictions, axis=1), network.images["test"].labels
    ranks = [int(np.flatnonzero(row == label)[0]) for row, label in zip(order, labels, strict=True)]
    assert found.scores.tolist() == ranks
    assert network.score(found) == np.mean(np.array(ranks) == 0)
    assert network.other_scores(found) == {"top-5": 1.0}
    outputs = Outputs(predictions=found.predictions, scores=np.array([0.0, 1.0, 4.0, 5.0]))
    assert (network.score(outputs), network.other_scores(outputs)) == (0.25, {"top-5": 0.75})
    assert network.score(outputs, np.array([0, 0, 1])) == 2 / 3


def test_a_network_that_gives_no_numbers_is_right_nowhere(network: ImageNetwork) -> None:
    import torch

    labels = torch.tensor([0, 2])
    for bad in (torch.full((2, 3), torch.nan), torch.zeros(2, 3)):
        module = torch.nn.Flatten()
        _, ranks = network.predict(module, (bad, labels))
        assert ranks.tolist() == [2, 2]


def test_calibration_may_have_a_folder_of_its_own(vit: Path, tmp_path: Path) -> None:
    test, other = class_folders(tmp_path / "test"), class_folders(tmp_path / "other", each=1)
    network = opened(vit, test, calibration=str(other))
    assert [network.samples("calibration"), network.samples("test")] == [3, 12]


def test_the_flat_set_gives_what_class_folders_give(vit: Path, tmp_path: Path) -> None:
    flat = flat_set(tmp_path / "flat")
    labels = tmp_path / "labels.txt"
    labels.write_text("\n".join(SYNSETS * 2))
    network = opened(vit, flat, labels=str(labels))
    folders = tmp_path / "folders"
    for i, path in enumerate(sorted(flat.iterdir())):
        target = folders / SYNSETS[i % 3] / path.name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
    other = opened(vit, folders)
    assert network.samples("test") == other.samples("test") == 5
    assert classes_of(network) == classes_of(other)


def test_grey_and_transparent_images_are_read_as_rgb(vit: Path, tmp_path: Path) -> None:
    from PIL import Image

    for k, mode in enumerate(("L", "RGBA", "P", "CMYK")):
        path = tmp_path / SYNSETS[k % 3] / f"{k}.{'jpeg' if mode == 'CMYK' else 'png'}"
        path.parent.mkdir(exist_ok=True)
        Image.new(mode, (40, 30)).save(path)
    assert opened(vit, tmp_path).outputs("test", {}).predictions.shape == (3, 3)


def test_an_image_that_cannot_be_read_is_named(vit: Path, tmp_path: Path) -> None:
    class_folders(tmp_path, each=1)
    (tmp_path / SYNSETS[0] / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\n nothing")
    with pytest.raises(FileError, match=r"an image must be readable, got .*broken\.png: .*; remove it, or mend it"):
        opened(vit, tmp_path).outputs("test", {})


def test_one_image_is_too_few(vit: Path, tmp_path: Path) -> None:
    write_picture(tmp_path / "a.png", 0)
    (tmp_path / "labels.txt").write_text("0")
    with pytest.raises(ConfigError, match="at least two"):
        opened(vit, tmp_path, labels=str(tmp_path / "labels.txt"))


def test_tables_diverge_and_finer_ones_less(network: ImageNetwork) -> None:
    exact = network.outputs("test", {})
    sites = [site.name for site in network.sites]
    assert [site.function for site in network.sites] == ["gelu", "gelu"]
    means = []
    for segments in (4, 64):
        other = network.outputs("test", dict.fromkeys(sites, table(segments)))
        means.append(float(network.divergence(exact, other).mean()))
    assert means[0] > 10 * means[1] > 0.0
    assert network.outputs("test", {}, 2).predictions.shape == (2, 3)
    np.testing.assert_array_equal(network.outputs("test", {}).predictions, exact.predictions)


def test_it_is_profiled_with_sensitivity(network: ImageNetwork) -> None:
    profile = network.profile("calibration", sensitivity=True)
    assert (profile.network, profile.samples) == (network.name, 3)
    tokens = 3 * ((32 // 8) ** 2 + 1) * 64
    assert [site.counts.sum() + site.beyond for site in profile.sites] == [tokens, tokens]
    assert all(site.squares is not None and site.squares.sum() > 0.0 for site in profile.sites)
