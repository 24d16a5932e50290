"""Segments or area shared out among a network's tables: error curves, the least sum of losses, and what it gains."""
