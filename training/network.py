"""The network: MiniLM over a stretch of turns, for each output its own look at the turn, and
beside it the wide part.

Written out rather than taken from a library because of its mask: a token sees its own turn and
those before it. The same network takes MiniLM's weights (what ships) and MPNet's (its teacher).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import nn

from reknit.reader.stretch import STRETCH_TOKENS
from training.outputs import OUTPUTS
from training.wide import BEFORE, OWN, Wide, slots

POSITIONS = STRETCH_TOKENS
PADDING = -1
"""The turn number of tokens that are not there."""
NEVER = -1e4
FARTHEST = 128
"""Tokens apart from which on MPNet makes no difference between distances."""


Past = tuple[torch.Tensor, torch.Tensor]
"""Keys and values of tokens in steps, whole numbers, (2, batch, heads, tokens, size), and the size
of a step for each, (2, batch, heads, tokens, 1)."""
STEPS = 127


@dataclass(frozen=True, slots=True)
class Shape:
    """How large a transformer is. `buckets` is the number of classes of distance between tokens
    that its attention knows (MPNet), 0 for none (BERT, MiniLM)."""

    layers: int
    hidden: int
    heads: int
    inner: int
    epsilon: float
    buckets: int = 0


MINILM = Shape(layers=6, hidden=384, heads=12, inner=1536, epsilon=1e-12)
MPNET = Shape(layers=12, hidden=768, heads=12, inner=3072, epsilon=1e-5, buckets=32)


class Layer(nn.Module):
    """One transformer layer, normalised after each half, as in BERT."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.heads = shape.heads
        self.query = nn.Linear(shape.hidden, shape.hidden)
        self.key = nn.Linear(shape.hidden, shape.hidden)
        self.value = nn.Linear(shape.hidden, shape.hidden)
        self.joined = nn.Linear(shape.hidden, shape.hidden)
        self.after_attention = nn.LayerNorm(shape.hidden, eps=shape.epsilon)
        self.wide = nn.Linear(shape.hidden, shape.inner)
        self.narrow = nn.Linear(shape.inner, shape.hidden)
        self.after_inner = nn.LayerNorm(shape.hidden, eps=shape.epsilon)
        self.dropout = nn.Dropout(0.1)

    def forward(
        self, states: torch.Tensor, mask: torch.Tensor, past: Past | None = None
    ) -> tuple[torch.Tensor, Past | None]:
        """`states` (batch, tokens, hidden); `mask` (batch, 1 or heads, tokens, earlier and these
        tokens), added to scores. With the `past` of earlier tokens, also gives that of these."""
        batch, tokens, hidden = states.shape

        def split(projected: torch.Tensor) -> torch.Tensor:
            return projected.view(batch, tokens, self.heads, hidden // self.heads).transpose(1, 2)

        query, key, value = (split(f(states)) for f in (self.query, self.key, self.value))
        made = None
        if past is not None:
            # These are rounded as well, so that it makes no difference what was kept.
            made = kept(torch.stack((key, value)))
            steps, size = (torch.cat(both, 3) for both in zip(past, made, strict=True))
            key, value = steps.float() * size.float()
        mixed = nn.functional.scaled_dot_product_attention(query, key, value, attn_mask=mask)
        mixed = mixed.transpose(1, 2).reshape(batch, tokens, hidden)
        states = self.after_attention(states + self.dropout(self.joined(mixed)))
        inner = self.narrow(nn.functional.gelu(self.wide(states)))
        return self.after_inner(states + self.dropout(inner)), made


class Network(nn.Module):
    """Ids and turn numbers in; per token its turn's logits, its own share of them, and its state,
    out."""

    def __init__(self, vocabulary: int, shape: Shape = MINILM) -> None:
        super().__init__()
        self.shape = shape
        self.words = nn.Embedding(vocabulary, shape.hidden)
        self.positions = nn.Embedding(POSITIONS, shape.hidden)
        self.normed = nn.LayerNorm(shape.hidden, eps=shape.epsilon)
        self.layers = nn.ModuleList(Layer(shape) for _ in range(shape.layers))
        self.distances = nn.Embedding(shape.buckets, shape.heads) if shape.buckets else None
        self.attend = nn.Linear(shape.hidden, len(OUTPUTS))
        self.weigh = nn.Linear(shape.hidden, len(OUTPUTS), bias=False)
        self.bias = nn.Parameter(torch.full((len(OUTPUTS),), -2.0))
        self.dropout = nn.Dropout(0.1)
        # The wide part is fitted apart, and silent until then.
        for name, size in (("own", OWN), ("before", BEFORE)):
            self.register_buffer(name, torch.zeros(size, len(OUTPUTS)))
            self.register_buffer(f"{name}_telling", torch.zeros(size, 1))
        self.register_buffer("wide_bias", torch.zeros(len(OUTPUTS)))

    def forward(
        self, ids: torch.Tensor, turns: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Both of shape (batch, tokens) in; (batch, tokens, outputs) twice and (batch, tokens,
        hidden) out."""
        states = self.states(ids, turns)
        deep, deep_shares = self.heads(states, turns)
        wide_, wide_shares = self.wide(ids, turns)
        return deep + wide_, deep_shares + wide_shares, states

    def states(self, ids: torch.Tensor, turns: torch.Tensor) -> torch.Tensor:
        """What the transformer makes of each token, shape (batch, tokens, hidden)."""
        at = torch.arange(ids.shape[1], device=ids.device)
        states: torch.Tensor = self.dropout(
            self.normed(self.words(ids) + self.positions(at).unsqueeze(0))
        )
        mask = self.mask(turns)
        for layer in self.layers:
            states, _ = layer(states, mask)
        return states

    def heads(self, states: torch.Tensor, turns: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """The transformer's logits for each token's turn, and the token's share of them."""
        states = self.dropout(states.float())
        same = (turns.unsqueeze(2) == turns.unsqueeze(1)).float()
        # Clamped rather than taken from the largest: that could lie in a later turn.
        pull = self.attend(states).clamp(-20, 20).exp()
        shares = pull / (same @ pull) * self.weigh(states)
        return same @ shares + self.bias, shares

    def mask(self, turns: torch.Tensor) -> torch.Tensor:
        """What is added to attention scores: a token sees no later turn and no padding."""
        hidden = (turns.unsqueeze(1) > turns.unsqueeze(2)) | (turns.unsqueeze(1) == PADDING)
        mask = (hidden.float() * NEVER).unsqueeze(1)
        if self.distances is not None:
            apart = buckets(turns.shape[1], self.distances.num_embeddings).to(turns.device)
            mask = mask + self.distances(apart).permute(2, 0, 1).unsqueeze(0)
        if torch.is_autocast_enabled(turns.device.type):
            mask = mask.to(torch.get_autocast_dtype(turns.device.type))
        return mask

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


class FromPast(nn.Module):
    """The network as it ships: the tokens of a stretch from a turn on, after what was made of the
    tokens before it. Which earlier tokens a token sees never depends on later ones, so that what
    was made of them once holds."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(
        self, ids: torch.Tensor, turns: torch.Tensor, past: torch.Tensor, sizes: torch.Tensor
    ) -> tuple[torch.Tensor, ...]:
        """`ids` and `turns` (1, tokens) of the whole stretch; `past` (layers, 2, heads, earlier
        tokens, size) and `sizes` (layers, 2, heads, earlier tokens, 1), which end where a turn
        does. Gives, for the tokens from there on, (1, tokens, outputs) twice, (1, tokens, hidden),
        and what is to be kept of them, in the forms of `past` and `sizes`."""
        network, since = self.network, past.shape[3]
        at = torch.arange(ids.shape[1], device=ids.device)[since:]
        states = network.normed(network.words(ids[:, since:]) + network.positions(at).unsqueeze(0))
        mask = network.mask(turns)[:, :, since:]
        made = []
        for layer, steps, size in zip(network.layers, past, sizes, strict=True):
            states, both = layer(states, mask, (steps.unsqueeze(1), size.unsqueeze(1)))
            made.append(both)
        new, new_sizes = (torch.stack(one).squeeze(2) for one in zip(*made, strict=True))
        deep, deep_shares = network.heads(states, turns[:, since:])
        wide_, wide_shares = (one[:, since:] for one in network.wide(ids, turns))
        return deep + wide_, deep_shares + wide_shares, states, new, new_sizes


def kept(both: torch.Tensor) -> Past:
    """Keys and values, (2, batch, heads, tokens, size), in 8 bits, in steps of their own size."""
    size = (both.abs().amax(dim=-1, keepdim=True) / STEPS).clamp(min=1e-4).half()
    steps = (both / size.float()).round().clamp(-STEPS, STEPS)
    return steps.to(torch.int8), size


def buckets(tokens: int, classes: int) -> torch.Tensor:
    """The class of distance from each token (rows) to each other (columns), as MPNet has them:
    half of the classes for each direction, the near ones a class each, then ever wider ones."""
    at = torch.arange(tokens)
    ahead = at.unsqueeze(0) - at.unsqueeze(1)
    half, near = classes // 2, classes // 4
    apart = ahead.abs()
    far = (apart.clamp(min=1) / near).log() / math.log(FARTHEST / near) * (half - near)
    return half * (ahead > 0) + torch.where(
        apart < near, apart, (near + far.clamp(min=0).long()).clamp(max=half - 1)
    )
