"""Test benches, simulators and verification on every input."""
