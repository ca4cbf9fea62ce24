"""A model of two small layers with random weights, written as the Hugging Face hub keeps one."""

from __future__ import annotations

import json
import math
import struct
from base64 import b64encode
from string import ascii_lowercase
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

    from numpy import float32
    from numpy.typing import NDArray

HIDDEN, LAYERS, HEADS, INNER, POSITIONS = 64, 2, 4, 128, 40
PIECES = [
    *("<s>", "<pad>", "</s>", "<unk>"),
    *(
        "▁",
        ",",
        ".",
        ":",
        "’",
        "▁the",
        "▁bridge",
        "query",
        "▁query",
        "ed",
        "▁clo",
        "ing",
        "▁đ",
        "ón",
        "á",
    ),
    *(f"▁{letter}" for letter in ascii_lowercase),
    *ascii_lowercase,
    *"ABCXYZ0123456789",
    *"мосткрылиза桥周ớ",
    "<mask>",
]
REPLACED = {"Ａ": "A", "\n": " ", "\u3000": " ", "ﬁ": "fi", "①": "1", "\u200b": ""}

Arrays = dict[str, "NDArray[float32]"]


def config(kind: str, **changes: Any) -> dict[str, Any]:
    return {
        "architectures": ["BertModel" if kind == "bert" else "XLMRobertaModel"],
        "model_type": kind,
        "hidden_size": HIDDEN,
        "num_hidden_layers": LAYERS,
        "num_attention_heads": HEADS,
        "intermediate_size": INNER,
        "vocab_size": len(PIECES) + 3,
        "max_position_embeddings": POSITIONS + (0 if kind == "bert" else 2),
        "type_vocab_size": 2 if kind == "bert" else 1,
        "layer_norm_eps": 1e-12 if kind == "bert" else 1e-5,
        "hidden_act": "gelu",
        "position_embedding_type": "absolute",
        "pad_token_id": 0 if kind == "bert" else 1,
        **changes,
    }


def arrays(sizes: dict[str, Any]) -> Arrays:
    """Random weights, by the names of the hub."""
    random = np.random.default_rng(7)
    hidden, inner = sizes["hidden_size"], sizes["intermediate_size"]

    def drawn(*shape: int, around: float = 0.0) -> NDArray[float32]:
        return (around + 0.15 * random.standard_normal(shape)).astype(np.float32)

    made = {
        "embeddings.word_embeddings.weight": drawn(sizes["vocab_size"], hidden),
        "embeddings.position_embeddings.weight": drawn(sizes["max_position_embeddings"], hidden),
        "embeddings.token_type_embeddings.weight": drawn(sizes["type_vocab_size"], hidden),
        "embeddings.LayerNorm.weight": drawn(hidden, around=1.0),
        "embeddings.LayerNorm.bias": drawn(hidden),
    }
    for index in range(sizes["num_hidden_layers"]):
        layer = f"encoder.layer.{index}"
        for name, rows, columns in (
            ("attention.self.query", hidden, hidden),
            ("attention.self.key", hidden, hidden),
            ("attention.self.value", hidden, hidden),
            ("attention.output.dense", hidden, hidden),
            ("intermediate.dense", inner, hidden),
            ("output.dense", hidden, inner),
        ):
            made[f"{layer}.{name}.weight"] = drawn(rows, columns)
            made[f"{layer}.{name}.bias"] = drawn(rows)
        for name in ("attention.output.LayerNorm", "output.LayerNorm"):
            made[f"{layer}.{name}.weight"] = drawn(hidden, around=1.0)
            made[f"{layer}.{name}.bias"] = drawn(hidden)
    return made


def states_of(weights: Arrays, sizes: dict[str, Any], ids: list[int]) -> NDArray[float32]:
    """The last hidden states of a BERT or XLM-RoBERTa, in plain numpy."""
    first = 0 if sizes["model_type"] == "bert" else sizes["pad_token_id"] + 1
    heads = sizes["num_attention_heads"]

    def linear(name: str, value: NDArray[Any]) -> NDArray[Any]:
        return value @ weights[f"{name}.weight"].T.astype(np.float64) + weights[f"{name}.bias"]

    def normal(name: str, value: NDArray[Any]) -> NDArray[Any]:
        value = value - value.mean(axis=-1, keepdims=True)
        value = value / np.sqrt((value**2).mean(axis=-1, keepdims=True) + sizes["layer_norm_eps"])
        return value * weights[f"{name}.weight"] + weights[f"{name}.bias"]

    def by_head(value: NDArray[Any]) -> NDArray[Any]:
        return value.reshape(len(ids), heads, -1).transpose(1, 0, 2)

    states: NDArray[Any] = weights["embeddings.word_embeddings.weight"][ids].astype(np.float64)
    states = states + weights["embeddings.position_embeddings.weight"][first : first + len(ids)]
    states = normal("embeddings.LayerNorm", states + weights["embeddings.token_type_embeddings.weight"][0])
    for index in range(sizes["num_hidden_layers"]):
        layer = f"encoder.layer.{index}"
        query, key, value = (
            by_head(linear(f"{layer}.attention.self.{part}", states)) for part in ("query", "key", "value")
        )
        scores = query @ key.transpose(0, 2, 1) / math.sqrt(query.shape[-1])
        shares = np.exp(scores - scores.max(axis=-1, keepdims=True))
        shares /= shares.sum(axis=-1, keepdims=True)
        context = (shares @ value).transpose(1, 0, 2).reshape(len(ids), -1)
        attended = linear(f"{layer}.attention.output.dense", context)
        states = normal(f"{layer}.attention.output.LayerNorm", states + attended)
        inner = linear(f"{layer}.intermediate.dense", states)
        inner = inner * 0.5 * (1 + np.vectorize(math.erf)(inner / math.sqrt(2)))
        states = normal(f"{layer}.output.LayerNorm", states + linear(f"{layer}.output.dense", inner))
    return states.astype(np.float32)


def safetensors(weights: Arrays, kind: str = "F32") -> bytes:
    """A safetensors file; ``kind`` is F32, F16 or BF16."""
    header: dict[str, Any] = {"__metadata__": {"format": "pt"}}
    body = b""
    for name, array in weights.items():
        stored = {"F32": array, "F16": array.astype(np.float16), "BF16": array.view(np.uint32) >> 16}[kind]
        data = (stored.astype(np.uint16) if kind == "BF16" else stored).tobytes()
        place = [len(body), len(body) + len(data)]
        header[name] = {"dtype": kind, "shape": list(array.shape), "data_offsets": place}
        body += data
    encoded = json.dumps(header).encode()
    return struct.pack("<Q", len(encoded)) + encoded + body


def tokenizer(**model: Any) -> dict[str, Any]:
    scores = [0.0 if text.startswith("<") else -1.0 - i / 10 for i, text in enumerate(PIECES)]
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [
            {
                "id": PIECES.index(text),
                "special": True,
                "content": text,
                "single_word": False,
                "lstrip": text == "<mask>",
                "rstrip": False,
                "normalized": False,
            }
            for text in ("<s>", "<pad>", "</s>", "<unk>", "<mask>")
        ],
        "normalizer": {
            "type": "Sequence",
            "normalizers": [
                {"type": "Precompiled", "precompiled_charsmap": b64encode(charsmap(REPLACED)).decode()},
                {"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": " "},
            ],
        },
        "pre_tokenizer": {
            "type": "Sequence",
            "pretokenizers": [
                {"type": "WhitespaceSplit"},
                {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": True},
            ],
        },
        "post_processor": None,
        "decoder": {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": True},
        "model": {"type": "Unigram", "unk_id": 3, "vocab": list(zip(PIECES, scores, strict=True)), **model},
    }


def charsmap(replaced: dict[str, str]) -> bytes:
    """SentencePiece's normalisation map: a double-array trie and the replacements."""
    tree: dict[int, Any] = {}
    blob = b""
    for text, replacement in replaced.items():
        node = tree
        for byte in text.encode():
            node = node.setdefault(byte, {})
        node[0] = len(blob)
        blob += replacement.encode() + b"\0"
    units = {0: 0}
    bases: set[int] = set()

    def place(node: dict[int, Any], at: int) -> None:
        free = (i for i in range(1, 1 << 16) if i not in bases)
        base = next(i for i in free if not any(i ^ byte in units for byte in node))
        bases.add(base)
        units[at] |= (at ^ base) << 10
        for byte, below in node.items():
            units[base ^ byte] = byte | (256 if byte and 0 in below else 0) if byte else 1 << 31 | below
        for byte, below in node.items():
            if byte:
                place(below, base ^ byte)

    place(tree, 0)
    laid = np.zeros((max(units) | 255) + 1, "<u4")
    laid[list(units)] = list(units.values())
    return struct.pack("<I", laid.nbytes) + laid.tobytes() + blob


def write_model(folder: Path, kind: str = "xlm-roberta", *, stored: str = "F32", prefix: str = "") -> Arrays:
    """Write a whole model; returns its weights, as the file gives them back."""
    folder.mkdir(parents=True, exist_ok=True)
    sizes = config(kind)
    weights = arrays(sizes)
    if stored == "F16":
        weights = {name: array.astype(np.float16).astype(np.float32) for name, array in weights.items()}
    if stored == "BF16":
        weights = {
            name: (array.view(np.uint32) >> 16 << 16).view(np.float32) for name, array in weights.items()
        }
    (folder / "config.json").write_text(json.dumps(sizes), "utf-8")
    (folder / "tokenizer.json").write_text(json.dumps(tokenizer(), ensure_ascii=False), "utf-8")
    named = {prefix + name: array for name, array in weights.items()}
    (folder / "model.safetensors").write_bytes(safetensors(named, stored))
    return weights
