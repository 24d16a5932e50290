"""The engine of Stable-Baselines3."""
