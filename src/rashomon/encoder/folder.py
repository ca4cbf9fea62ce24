"""The weights of a model of the family, read from a folder as the Hugging Face hub keeps it.

``config.json``, ``model.safetensors`` (or its parts with their index) and ``tokenizer.json``, of a BERT or
an XLM-RoBERTa: encoders of one kind (Devlin et al. 2019, https://arxiv.org/abs/1810.04805; Conneau et al.
2020, https://arxiv.org/abs/1911.02116), which count their positions from different numbers.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct

from rashomon.encoder.pieces import FILE as PIECES
from rashomon.encoder.pieces import read_pieces
from rashomon.encoder.tensors import Tensor, open_tensors
from rashomon.encoder.weights import BLOCK, Config, Vocabulary, WeightsError

if TYPE_CHECKING:
    from pathlib import Path

    from numpy import float32
    from numpy.typing import NDArray

CONFIG = "config.json"
POOLING = "1_Pooling/config.json"
WORDS = "embeddings.word_embeddings.weight"
"""Files name it so, some with the model's own name before it ("bert.", "roberta.")."""

_EMBEDDINGS = {
    "emb.word": WORDS,
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}
_LAYER = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
_SAMPLE = 256
_FEWEST_PLACES = 16
"""Fewer positions have no room for a text between the prefix and the special tokens."""


class _Sizes(Struct, frozen=True):
    """What ``config.json`` says, by its own names."""

    model_type: str
    hidden_size: int
    num_hidden_layers: int
    num_attention_heads: int
    intermediate_size: int
    vocab_size: int
    max_position_embeddings: int
    layer_norm_eps: float = 1e-12
    hidden_act: str = "gelu"
    position_embedding_type: str | None = "absolute"
    pad_token_id: int | None = None


class FolderWeights:
    """An open folder with a model; its tensors are read when they are asked for.

    The names of the tensors are those of the packaged weights: "emb.word", "l0.q.w", "l0.q.b", …
    """

    def __init__(self, folder: Path) -> None:
        """Open ``folder``. Raises WeightsError where a file is missing, cut off or of another kind."""
        self.path = folder
        sizes = _sizes(folder / CONFIG)
        # RoBERTa counts positions from the one after the padding's number.
        self._first_place = 0 if sizes.model_type == "bert" else _padding(sizes) + 1
        self.config = Config(
            hidden=sizes.hidden_size,
            layers=sizes.num_hidden_layers,
            heads=sizes.num_attention_heads,
            feed_forward=sizes.intermediate_size,
            vocabulary=sizes.vocab_size,
            positions=sizes.max_position_embeddings - self._first_place,
            epsilon=sizes.layer_norm_eps,
        )
        self._check_config()
        _check_pooling(folder / POOLING)
        tensors = open_tensors(folder)
        prefix = next((name.removesuffix(WORDS) for name in tensors if name.endswith(WORDS)), "")
        self._tensors = {
            ours: self._found(tensors, prefix + theirs) for ours, theirs in self._names().items()
        }
        self._check_shapes()
        self._vocabulary = read_pieces(folder / PIECES)
        if len(self._vocabulary.scores) > self.config.vocabulary:
            raise WeightsError(
                f"{folder / PIECES}: {len(self._vocabulary.scores):,} pieces, but the model knows "
                f"{self.config.vocabulary:,}"
            )

    @property
    def identity(self) -> str:
        """Names these weights: a hash of configuration, vocabulary and samples of each tensor."""
        digest = blake2b(digest_size=8)
        for name in (CONFIG, PIECES):
            try:
                digest.update((self.path / name).read_bytes())
            except OSError as error:
                raise WeightsError(f"{self.path / name}: can't be read ({error})") from error
        for name, tensor in self._tensors.items():
            flat = tensor.raw.reshape(-1)
            digest.update(f"{name} {flat.dtype} {tensor.shape}".encode())
            # To read all of some gigabytes at each start would cost more than it protects from.
            for start in (0, len(flat) // 2, max(0, len(flat) - _SAMPLE)):
                digest.update(flat[start : start + _SAMPLE].tobytes())
        return digest.hexdigest()

    def vocabulary(self) -> Vocabulary:
        """The Unigram pieces, their scores and the normalisation map."""
        return self._vocabulary

    def vector(self, name: str) -> NDArray[float32]:
        """The tensor ``name``, flat. Raises WeightsError where the model has none of that name."""
        tensor = self._tensor(name)
        values = tensor.rows(slice(self._first_place, None)) if name == "emb.pos" else tensor.values()
        return values.reshape(-1)

    def blocks(self, name: str, columns: int) -> Tensor:
        """The tensor ``name`` as a table of which rows are read. Raises WeightsError like ``vector``."""
        tensor = self._tensor(name)
        if tensor.shape[1:] != (columns,):
            raise WeightsError(f"{self.path}: tensor {name} has no rows of {columns} columns")
        return tensor

    def matrix(self, name: str, columns: int) -> NDArray[float32]:
        """The tensor ``name``, shape (rows, columns). Raises WeightsError like ``vector``."""
        return self.blocks(name, columns).values()

    def _tensor(self, name: str) -> Tensor:
        try:
            return self._tensors[name]
        except KeyError:
            raise WeightsError(f"{self.path}: tensor {name} is missing") from None

    def _found(self, tensors: dict[str, Tensor], name: str) -> Tensor:
        # The first BERTs named the two halves of a normalisation after Greek letters.
        old = name.replace("LayerNorm.weight", "LayerNorm.gamma").replace("LayerNorm.bias", "LayerNorm.beta")
        if found := tensors.get(name) or tensors.get(old):
            return found
        raise WeightsError(f"{self.path}: tensor {name} is missing; not a whole BERT or XLM-RoBERTa")

    def _names(self) -> dict[str, str]:
        names = dict(_EMBEDDINGS)
        for index in range(self.config.layers):
            for ours, theirs in _LAYER.items():
                for short, long in (("w", "weight"), ("b", "bias")):
                    names[f"l{index}.{ours}.{short}"] = f"encoder.layer.{index}.{theirs}.{long}"
        return names

    def _check_config(self) -> None:
        config, path = self.config, self.path / CONFIG
        if min(config.hidden, config.layers, config.heads, config.feed_forward, config.vocabulary) < 1:
            raise WeightsError(f"{path}: sizes that make no sense")
        if config.hidden % config.heads:
            raise WeightsError(f"{path}: {config.hidden} columns can't be shared among {config.heads} heads")
        for what, columns in (("hidden_size", config.hidden), ("intermediate_size", config.feed_forward)):
            if columns % BLOCK:
                raise WeightsError(f"{path}: {what} is {columns}; 8-bit products need a multiple of {BLOCK}")
        if config.positions < _FEWEST_PLACES:
            raise WeightsError(f"{path}: room for {max(config.positions, 0)} tokens is too little for a text")

    def _check_shapes(self) -> None:
        config = self.config
        tables = {
            "emb.word": (config.vocabulary, config.hidden),
            "emb.pos": (config.positions + self._first_place, config.hidden),
        }
        for name, tensor in self._tensors.items():
            part, _, half = name.removeprefix("emb.").rpartition(".")
            wide = config.feed_forward if part.endswith(".fi") else config.hidden
            narrow = config.feed_forward if part.endswith(".fo") else config.hidden
            if name == "emb.type":
                fits = len(tensor.shape) == 2 and tensor.shape[0] > 0 and tensor.shape[1] == config.hidden
            elif name in tables:
                fits = tensor.shape == tables[name]
            else:
                fits = tensor.shape == ((wide,) if half == "b" or part.endswith("ln") else (wide, narrow))
            if not fits:
                raise WeightsError(f"{self.path}: tensor {name} is {tensor.shape}, not as {CONFIG} says")


def _sizes(path: Path) -> _Sizes:
    try:
        sizes = msgspec.json.decode(path.read_bytes(), type=dict[str, Any])
    except FileNotFoundError:
        raise WeightsError(f"{path}: missing; name a folder as the Hugging Face hub keeps a model") from None
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise WeightsError(f"{path}: can't be read ({error})") from error
    kind = sizes.get("model_type")
    if kind not in ("bert", "xlm-roberta"):
        raise WeightsError(f"{path}: the model is of type {kind!s:.40}; bert and xlm-roberta are read")
    try:
        config = msgspec.convert(sizes, _Sizes)
    except msgspec.MsgspecError as error:
        raise WeightsError(f"{path}: broken ({error})") from error
    if config.hidden_act != "gelu" or config.position_embedding_type not in ("absolute", None):
        raise WeightsError(
            f"{path}: {config.hidden_act} with {config.position_embedding_type} positions; only gelu with "
            "absolute positions is read"
        )
    return config


def _padding(sizes: _Sizes) -> int:
    return 1 if sizes.pad_token_id is None else sizes.pad_token_id


def _check_pooling(path: Path) -> None:
    """A model that was taught another way to a sentence's vector than the mean would give wrong ones."""
    try:
        pooling = msgspec.json.decode(path.read_bytes(), type=dict[str, Any])
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return
    if pooling.get("pooling_mode_mean_tokens") is False:
        raise WeightsError(f"{path}: its vectors are not the mean of the tokens, as those of E5 are")
