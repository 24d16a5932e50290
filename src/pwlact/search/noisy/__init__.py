"""Noisy data: rules, searches, the number of segments, standard errors, the bootstrap."""
