"""Real networks: activations replaced in PyTorch and ONNX, profiles of their inputs, budgets, and what it costs."""
