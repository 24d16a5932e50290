"""Evaluations of networks: tables by several methods, counts and formats beside each other, with their loss."""
