"""Texts that come with Python and with gensim, for language models and embeddings."""

from __future__ import annotations

from pydoc_data.topics import topics

from pwlact.models.network import Split
from pwlact.models.networks.packages import package_folder

GENSIM_PIP = "pip install gensim"
LEE = "test/test_data/lee_background.cor"  # in gensim


def python_documentation(split: Split) -> str:
    """Return Python's reference manual as `help` shows it (PSF licence): every second topic for each split."""
    names = sorted(topics)[1 if split == "calibration" else 0 :: 2]
    return "\n\n".join(topics[name] for name in names)


def news(split: Split) -> list[str]:
    """Return news articles of 2000 to 2001 (Lee's corpus in gensim), each once: every second for each split."""
    articles = (package_folder("gensim", GENSIM_PIP) / LEE).read_text(encoding="utf-8").splitlines()
    return list(dict.fromkeys(articles))[1 if split == "calibration" else 0 :: 2]
