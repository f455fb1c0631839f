"""The network: MiniLM over a stretch of turns, and for each output its own look at the turn.

Written out rather than taken from a library because of its mask: a token sees its own turn and
those before it. The weights are MiniLM's own, under their own names.
"""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import nn

from training.outputs import OUTPUTS

LAYERS, HIDDEN, HEADS, INNER, VOCABULARY, POSITIONS = 6, 384, 12, 1536, 30522, 512
PADDING = -1
"""The turn number of tokens that are not there."""
NEVER = -1e4


class Layer(nn.Module):
    """One transformer layer, normalised after each half, as in BERT."""

    def __init__(self) -> None:
        super().__init__()
        self.query = nn.Linear(HIDDEN, HIDDEN)
        self.key = nn.Linear(HIDDEN, HIDDEN)
        self.value = nn.Linear(HIDDEN, HIDDEN)
        self.joined = nn.Linear(HIDDEN, HIDDEN)
        self.after_attention = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.wide = nn.Linear(HIDDEN, INNER)
        self.narrow = nn.Linear(INNER, HIDDEN)
        self.after_inner = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.dropout = nn.Dropout(0.1)

    def forward(self, states: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """`states` (batch, tokens, hidden); `mask` (batch, 1, tokens, tokens), added to scores."""
        batch, tokens, _ = states.shape

        def split(projected: torch.Tensor) -> torch.Tensor:
            return projected.view(batch, tokens, HEADS, HIDDEN // HEADS).transpose(1, 2)

        query, key, value = (split(f(states)) for f in (self.query, self.key, self.value))
        mixed = nn.functional.scaled_dot_product_attention(query, key, value, attn_mask=mask)
        mixed = mixed.transpose(1, 2).reshape(batch, tokens, HIDDEN)
        states = self.after_attention(states + self.dropout(self.joined(mixed)))
        inner = self.narrow(nn.functional.gelu(self.wide(states)))
        normed: torch.Tensor = self.after_inner(states + self.dropout(inner))
        return normed


class Network(nn.Module):
    """Ids and turn numbers in; per token its turn's logits and its own share of them, out."""

    def __init__(self, layers: int = LAYERS) -> None:
        super().__init__()
        self.words = nn.Embedding(VOCABULARY, HIDDEN)
        self.positions = nn.Embedding(POSITIONS, HIDDEN)
        self.normed = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(layers))
        self.attend = nn.Linear(HIDDEN, len(OUTPUTS))
        self.weigh = nn.Linear(HIDDEN, len(OUTPUTS), bias=False)
        self.bias = nn.Parameter(torch.full((len(OUTPUTS),), -2.0))
        self.dropout = nn.Dropout(0.1)

    def forward(self, ids: torch.Tensor, turns: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Both of shape (batch, tokens) in; both (batch, tokens, outputs) out."""
        states = self.states(ids, turns)
        same = (turns.unsqueeze(2) == turns.unsqueeze(1)).to(states.dtype)
        # Clamped rather than taken from the largest: that could lie in a later turn.
        pull = self.attend(states).clamp(-20, 20).exp()
        share = pull / (same @ pull)
        weights = share * self.weigh(states)
        return same @ weights + self.bias, weights

    def states(self, ids: torch.Tensor, turns: torch.Tensor) -> torch.Tensor:
        """The encoder's last states, shape (batch, tokens, hidden)."""
        at = torch.arange(ids.shape[1], device=ids.device)
        states: torch.Tensor = self.dropout(
            self.normed(self.words(ids) + self.positions(at).unsqueeze(0))
        )
        hidden = (turns.unsqueeze(1) > turns.unsqueeze(2)) | (turns.unsqueeze(1) == PADDING)
        mask = (hidden.to(states.dtype) * NEVER).unsqueeze(1)
        for layer in self.layers:
            states = layer(states, mask)
        dropped: torch.Tensor = self.dropout(states)
        return dropped


def start_from(network: Network, folder: Path) -> None:
    """Put MiniLM's published weights (`model.safetensors` in `folder`) into the network."""
    given = load_file(folder / "model.safetensors")
    own = network.state_dict()
    own["words.weight"] = given["embeddings.word_embeddings.weight"]
    own["positions.weight"] = given["embeddings.position_embeddings.weight"]
    # Every token is of type 0 in MiniLM's own training: fold that into the positions.
    own["positions.weight"] = (
        own["positions.weight"] + given["embeddings.token_type_embeddings.weight"][0]
    )
    names = {
        "query": "attention.self.query",
        "key": "attention.self.key",
        "value": "attention.self.value",
        "joined": "attention.output.dense",
        "after_attention": "attention.output.LayerNorm",
        "wide": "intermediate.dense",
        "narrow": "output.dense",
        "after_inner": "output.LayerNorm",
    }
    for part in ("weight", "bias"):
        own[f"normed.{part}"] = given[f"embeddings.LayerNorm.{part}"]
        for layer in range(len(network.layers)):
            for ours, theirs in names.items():
                own[f"layers.{layer}.{ours}.{part}"] = given[
                    f"encoder.layer.{layer}.{theirs}.{part}"
                ]
    network.load_state_dict(own)
