"""The Unigram pieces and the normalisation map of a ``tokenizer.json``, as Hugging Face keeps it.

Its "Precompiled" normaliser is SentencePiece's: a double-array trie (Aoe 1989, as in Darts-clone) from UTF-8
sequences to places in a blob of replacements, each ended by a zero byte. Of these the single code points are
taken; sequences of a letter and its marks are composed by the tokenizer.
"""

from __future__ import annotations

import struct
from base64 import b64decode
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np
from msgspec import Struct

from rashomon.encoder.tokenizer import SPACE
from rashomon.encoder.weights import Vocabulary, WeightsError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy import uint32
    from numpy.typing import NDArray

FILE = "tokenizer.json"
BOS, EOS, PAD = "<s>", "</s>", "<pad>"

_SPACING = {"Strip", "Replace"}
"""Normalisers that tidy white space, as our tokenizer does in any case."""


class _Model(Struct, frozen=True):
    type: str | None = None
    unk_id: int | None = None
    vocab: Any = None


class _File(Struct, frozen=True):
    model: _Model
    normalizer: dict[str, Any] | None = None
    pre_tokenizer: dict[str, Any] | None = None


def read_pieces(path: Path) -> Vocabulary:
    """The vocabulary of ``path``. Raises WeightsError where it is missing, broken or of another kind."""
    try:
        content = msgspec.json.decode(path.read_bytes(), type=_File)
    except FileNotFoundError:
        raise WeightsError(f"{path}: missing; the pieces of the model's vocabulary stand in it") from None
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise WeightsError(f"{path}: can't be read ({error})") from error
    kind = content.model.type or ("Unigram" if isinstance(content.model.vocab, list) else "not named")
    if kind != "Unigram":
        raise WeightsError(f"{path}: its pieces are {kind}; only Unigram pieces, as of XLM-R, are read")
    if not any(
        step.get("type") == "Metaspace" and step.get("replacement", SPACE) == SPACE
        for step in _steps(content.pre_tokenizer, "pretokenizers")
    ):
        raise WeightsError(f"{path}: it does not mark spaces by {SPACE}, as XLM-R's pieces do")
    try:
        return _vocabulary(content)
    except (ValueError, msgspec.MsgspecError, struct.error, IndexError) as error:
        raise WeightsError(f"{path}: broken or foreign vocabulary ({error})") from error


def _vocabulary(content: _File) -> Vocabulary:
    pieces = msgspec.convert(content.model.vocab, list[tuple[str, float]])
    ids = {text: number for number, (text, _) in enumerate(pieces)}
    if len(ids) < len(pieces):
        raise ValueError("a piece stands in it twice")
    if missing := [text for text in (BOS, EOS, PAD) if text not in ids]:
        raise ValueError(f"no piece {missing[0]}")
    unknown = content.model.unk_id
    if unknown is None or not 0 <= unknown < len(pieces):
        raise ValueError("no piece for what is unknown")
    encoded = [text.encode("utf-8", "replace") for text, _ in pieces]
    bounds = np.zeros(len(pieces) + 1, np.uint32)
    np.cumsum([len(piece) for piece in encoded], out=bounds[1:])
    return Vocabulary(
        pieces=b"".join(encoded),
        bounds=bounds,
        scores=np.array([score for _, score in pieces], np.float32),
        normal=_normal(content.normalizer),
        bos=ids[BOS],
        eos=ids[EOS],
        pad=ids[PAD],
        unknown=unknown,
    )


def _normal(normalizer: dict[str, Any] | None) -> dict[int, str]:
    normal: dict[int, str] = {}
    for step in _steps(normalizer, "normalizers"):
        kind = step.get("type")
        if kind == "Precompiled":
            normal |= charsmap(b64decode(str(step.get("precompiled_charsmap")), validate=True))
        elif kind not in _SPACING:
            raise ValueError(f"it normalises by {kind}, which is not read")
    return normal


def _steps(step: dict[str, Any] | None, parts: str) -> Iterator[dict[str, Any]]:
    """The steps of a sequence, or the one step."""
    if step is None:
        return
    if step.get("type") == "Sequence":
        for part in msgspec.convert(step.get(parts), list[dict[str, Any]]):
            yield from _steps(part, parts)
    else:
        yield step


def charsmap(content: bytes) -> dict[int, str]:
    """The code points that SentencePiece's map changes, and what takes their place.

    Raises ValueError, IndexError or struct.error where it is broken.
    """
    (size,) = struct.unpack_from("<I", content)
    if size % 4 or 4 + size > len(content):
        raise ValueError("cut off in its normalisation map")
    units = np.frombuffer(content, "<u4", size // 4, 4)
    replacements = content[4 + size :]
    normal: dict[int, str] = {}
    for key, place in _keys(units):
        text = key.decode("utf-8", "replace")
        if len(text) == 1:
            end = replacements.index(b"\0", place)
            normal[ord(text)] = replacements[place:end].decode("utf-8")
    return normal


def _keys(units: NDArray[uint32]) -> Iterator[tuple[bytes, int]]:
    """The keys of a double-array trie, of up to four bytes, and their values."""
    labels = units & 0x800000FF
    places = (units >> 10) << ((units & 0x200) >> 6)
    every = np.arange(1, 256, dtype=np.uint32)
    waiting = [(b"", int(places[0]))]
    seen = 0
    while waiting:
        key, place = waiting.pop()
        children = place ^ every
        inside = children < len(units)
        found = every[inside][labels[children[inside]] == every[inside]]
        seen += len(found)
        if seen > len(units):
            raise ValueError("its normalisation map goes in circles")
        for byte in found.tolist():
            child = place ^ byte
            longer = key + bytes([byte])
            below = child ^ int(places[child])
            if units[child] >> 8 & 1:
                yield longer, int(units[below]) & 0x7FFFFFFF
            if len(longer) < 4:
                waiting.append((longer, below))
