"""Results in words: keys and values, the finding, and what is proven, by the command line and on the page."""

from pwlact.search.facts.result import facts_of, heading

__all__ = ["facts_of", "heading"]
