"""A stand-in for GQA-LUT's layer, for tests: its arithmetic, as tests/consumers/gqa_lut.py has it, on tensors."""

import json
from pathlib import Path

import torch
from consumers.gqa_lut import layer


class gqa_lut_pwl(torch.nn.Module):
    def __init__(self, pwl_type, pwl_dir, decimal_bit=6):
        super().__init__()
        self.tables = json.loads(Path(pwl_dir).read_text(encoding="utf-8"))[pwl_type]
        self.decimal_bit = decimal_bit

    def forward(self, input, scale):
        _, y = layer(self.tables, input.numpy(), float(scale), self.decimal_bit)
        return torch.from_numpy(y)
