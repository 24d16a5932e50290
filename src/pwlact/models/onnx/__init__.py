"""ONNX: activations found by what they compute, replaced by standard operators, and networks run by onnxruntime."""
