"""The agent: dynamics, environments, rewards, strategies, training."""
