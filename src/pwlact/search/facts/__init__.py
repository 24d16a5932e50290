"""Results in words: keys and values, the finding, and what is proven, by the command line and on the page."""

from pwlact.search.facts.errors import MeasuredErrors, finding, measured_errors
from pwlact.search.facts.proof import proof_of
from pwlact.search.facts.result import facts_of, heading, method_pairs, quality_pairs

__all__ = [
    "MeasuredErrors",
    "facts_of",
    "finding",
    "heading",
    "measured_errors",
    "method_pairs",
    "proof_of",
    "quality_pairs",
]
