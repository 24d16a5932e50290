"""The news articles in gensim: tests that read them are skipped where it is not installed."""

from __future__ import annotations

from importlib.util import find_spec

import pytest

NEWS = pytest.mark.skipif(find_spec("gensim") is None, reason="needs its articles: pip install gensim")
