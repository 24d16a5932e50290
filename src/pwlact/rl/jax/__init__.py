"""The engine in JAX, for PPO: rollouts and updates are compiled, and rewards are computed between them."""
