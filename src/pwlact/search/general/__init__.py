"""One policy for every function: what it sees, how it walks, its network and its weights. Neither jax nor torch."""
