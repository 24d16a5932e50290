"""The training of one policy for every function, on random functions."""
