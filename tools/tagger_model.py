"""The upper layers of the encoder with a tagging head, in torch."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import nn
from torch.nn import functional

if TYPE_CHECKING:
    from rashomon.encoder.weights import Weights


class UpperLayers(nn.Module):
    """Layers ``first`` and up of the encoder, and a linear head with a correction for each guideline."""

    def __init__(self, weights: Weights, first: int, labels: int, guidelines: int) -> None:
        super().__init__()
        config = weights.config
        self.heads, self.epsilon = config.heads, config.epsilon
        self.layers = nn.ModuleDict()
        for index in range(first, config.layers):
            name = f"l{index}"
            layer = nn.ParameterDict()
            for part in ("q", "k", "v", "ao", "fi", "fo"):
                columns = config.feed_forward if part == "fo" else config.hidden
                layer[f"{part}_w"] = torch.tensor(weights.blocks(f"{name}.{part}.w", columns).matrix())
                layer[f"{part}_b"] = torch.tensor(weights.vector(f"{name}.{part}.b"))
            for part in ("aln", "oln"):
                for side in "wb":
                    layer[f"{part}_{side}"] = torch.tensor(weights.vector(f"{name}.{part}.{side}"))
            self.layers[name] = layer
        self.head = nn.Linear(config.hidden, labels)
        self.head_of = nn.ParameterDict(
            {
                "weight": torch.zeros(guidelines, labels, config.hidden),
                "bias": torch.zeros(guidelines, labels),
            }
        )

    def forward(self, states, lengths, guideline):
        """Logits, shape (batch, tokens, labels), of lower states, shape (batch, tokens, hidden)."""
        rate = 0.1 if self.training else 0.0
        batch, tokens, hidden = states.shape
        beyond = (torch.arange(tokens)[None] >= lengths[:, None])[:, None, None]
        for p in self.layers.values():
            weight = torch.cat([p["q_w"], p["k_w"], p["v_w"]])
            bias = torch.cat([p["q_b"], p["k_b"], p["v_b"]])
            parts = functional.linear(states, weight, bias).view(batch, tokens, 3, self.heads, -1)
            q, k, v = parts.permute(2, 0, 3, 1, 4)
            # By hand: torch's fused attention takes half of the time of a step on a CPU, going back.
            weight = (q * q.shape[-1] ** -0.5) @ k.transpose(-1, -2)
            seen = weight.masked_fill(beyond, -1e4).softmax(-1).to(v.dtype) @ v
            seen = seen.transpose(1, 2).reshape(batch, tokens, hidden)
            seen = functional.linear(seen, p["ao_w"], p["ao_b"])
            states = functional.layer_norm(states + seen, (hidden,), p["aln_w"], p["aln_b"], self.epsilon)
            inner = functional.gelu(functional.linear(states, p["fi_w"], p["fi_b"]))
            inner = functional.dropout(functional.linear(inner, p["fo_w"], p["fo_b"]), rate)
            states = functional.layer_norm(states + inner, (hidden,), p["oln_w"], p["oln_b"], self.epsilon)
        states = functional.dropout(states, rate)
        logits = self.head(states)
        delta = torch.einsum("bth,blh->btl", states, self.head_of["weight"][guideline].to(states.dtype))
        return logits + delta + self.head_of["bias"][guideline][:, None]
