"""The vision transformer's parts against PyTorch's own."""

from __future__ import annotations

import torch

from pwlact.models.networks.vit import HEADS, WIDTH, Attention, Transformer


def test_attention_is_pytorchs() -> None:
    torch.manual_seed(0)
    attention, tokens = Attention(), torch.randn(2, 16, WIDTH)
    other = torch.nn.MultiheadAttention(WIDTH, HEADS, batch_first=True)
    other.in_proj_weight.data, other.in_proj_bias.data = attention.input.weight.data, attention.input.bias.data
    other.out_proj.weight.data, other.out_proj.bias.data = attention.output.weight.data, attention.output.bias.data
    torch.testing.assert_close(attention(tokens), other(tokens, tokens, tokens)[0], atol=1e-5, rtol=1e-4)


def test_patches_have_positions() -> None:
    """Without positions, patches in another order would give the same."""
    torch.manual_seed(0)
    model, image = Transformer(), torch.randn(1, 1, 28, 28)
    assert model(image).shape == (1, 10)
    turned = image.roll(7, 2)
    assert not torch.allclose(model(image), model(turned), atol=1e-4)
    model.positions.data.zero_()
    torch.testing.assert_close(model(image), model(turned), atol=1e-5, rtol=1e-4)
