"""The network: MiniLM over a stretch of turns, for each output its own look at the turn, and
beside it the wide part.

Written out rather than taken from a library because of its mask: a token sees its own turn and
those before it. The weights are MiniLM's own, under their own names.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import nn

from reknit.reader.stretch import STRETCH_TOKENS
from training.outputs import OUTPUTS
from training.wide import BEFORE, OWN, Wide, slots

LAYERS, HIDDEN, HEADS, INNER, POSITIONS = 6, 384, 12, 1536, STRETCH_TOKENS
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

    def __init__(self, vocabulary: int, layers: int = LAYERS) -> None:
        super().__init__()
        self.words = nn.Embedding(vocabulary, HIDDEN)
        self.positions = nn.Embedding(POSITIONS, HIDDEN)
        self.normed = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(layers))
        self.attend = nn.Linear(HIDDEN, len(OUTPUTS))
        self.weigh = nn.Linear(HIDDEN, len(OUTPUTS), bias=False)
        self.bias = nn.Parameter(torch.full((len(OUTPUTS),), -2.0))
        self.dropout = nn.Dropout(0.1)
        # The wide part is fitted apart, and silent until then.
        for name, size in (("own", OWN), ("before", BEFORE)):
            self.register_buffer(name, torch.zeros(size, len(OUTPUTS)))
            self.register_buffer(f"{name}_telling", torch.zeros(size, 1))
        self.register_buffer("wide_bias", torch.zeros(len(OUTPUTS)))

    def forward(self, ids: torch.Tensor, turns: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Both of shape (batch, tokens) in; both (batch, tokens, outputs) out."""
        deep, deep_shares = self.deep(self.lower(ids, turns), turns)
        wide_, wide_shares = self.wide(ids, turns)
        return deep + wide_, deep_shares + wide_shares

    def lower(self, ids: torch.Tensor, turns: torch.Tensor, upto: int = 0) -> torch.Tensor:
        """The states after the first `upto` layers, shape (batch, tokens, hidden)."""
        at = torch.arange(ids.shape[1], device=ids.device)
        states: torch.Tensor = self.dropout(
            self.normed(self.words(ids) + self.positions(at).unsqueeze(0))
        )
        mask = _mask(turns)
        for layer in self.layers[:upto]:
            states = layer(states, mask)
        return states

    def deep(
        self, states: torch.Tensor, turns: torch.Tensor, since: int = 0
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """The transformer's logits and shares, from the states before layer `since` on."""
        mask = _mask(turns)
        for layer in self.layers[since:]:
            states = layer(states, mask)
        states = self.dropout(states)
        same = (turns.unsqueeze(2) == turns.unsqueeze(1)).to(states.dtype)
        # Clamped rather than taken from the largest: that could lie in a later turn.
        pull = self.attend(states).clamp(-20, 20).exp()
        shares = pull / (same @ pull) * self.weigh(states)
        return same @ shares + self.bias, shares

    def wide(self, ids: torch.Tensor, turns: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """The wide part's logits, and each token's share of those that its own turn gives."""
        starts = nn.functional.pad(turns[:, 1:] != turns[:, :-1], (1, 0), value=True)
        previous = nn.functional.pad(ids[:, :-1], (1, 0)).masked_fill(starts, 0)
        same = (turns.unsqueeze(2) == turns.unsqueeze(1)).float()
        earlier = (turns.unsqueeze(2) - 1 == turns.unsqueeze(1)) & (turns.unsqueeze(1) != PADDING)
        words, pairs = slots(ids, previous, OWN)
        shares = self.own[words] + self.own[pairs]
        telling = same @ (self.own_telling[words] + self.own_telling[pairs])
        shares = shares / telling.clamp(min=1e-6).sqrt()
        words, pairs = slots(ids, previous, BEFORE)
        met = earlier.float() @ (self.before[words] + self.before[pairs])
        telling = earlier.float() @ (self.before_telling[words] + self.before_telling[pairs])
        return same @ shares + met / telling.clamp(min=1e-6).sqrt() + self.wide_bias, shares

    def widen(self, fitted: Wide, much: torch.Tensor) -> None:
        """Take in a fitted wide part, `much` of it for each output."""
        self.own.copy_(torch.tensor(fitted.own) * much)
        self.before.copy_(torch.tensor(fitted.before) * much)
        self.wide_bias.copy_(torch.tensor(fitted.bias) * much)
        self.own_telling.copy_(torch.tensor(fitted.own_telling).unsqueeze(1))
        self.before_telling.copy_(torch.tensor(fitted.before_telling).unsqueeze(1))


def _mask(turns: torch.Tensor) -> torch.Tensor:
    """What is added to attention scores: a token sees no later turn and no padding."""
    hidden = (turns.unsqueeze(1) > turns.unsqueeze(2)) | (turns.unsqueeze(1) == PADDING)
    return (hidden.float() * NEVER).unsqueeze(1)


def start_from(network: Network, folder: Path, kept: Sequence[int]) -> None:
    """Put MiniLM's published weights (`model.safetensors` in `folder`) into the network; of its
    words those with the ids `kept`, in this order."""
    given = load_file(folder / "model.safetensors")
    own = network.state_dict()
    own["words.weight"] = given["embeddings.word_embeddings.weight"][list(kept)]
    own["positions.weight"] = given["embeddings.position_embeddings.weight"][:POSITIONS]
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
