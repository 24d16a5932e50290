"""PyTorch: a table as a module, activations swapped for it, and networks made of modules."""
