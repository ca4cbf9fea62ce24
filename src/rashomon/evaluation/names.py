"""How well names are found: exact span and type, against text marked by hand.

The files are IOB2: sentences apart by a blank line, one token a line with its number, the token and its tag
between tabs; more columns are passed over. A comment ``# text = ...`` gives the running text; without it the
tokens are put together again with a space wherever most scripts write one. Types other than person,
organisation and place are passed over.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, get_args

from msgspec import Struct

from rashomon.evaluation.gold import GoldError
from rashomon.evaluation.score import Score
from rashomon.model import EntityType

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from rashomon.encoder import Encoder

TYPES: tuple[EntityType, ...] = get_args(EntityType)
LABELS: dict[str, EntityType] = {
    "PER": "person",
    "PERS": "person",
    "PERSON": "person",
    "ORG": "organisation",
    "ORGANISATION": "organisation",
    "ORGANIZATION": "organisation",
    "LOC": "place",
    "LOCATION": "place",
    "GPE": "place",
    "PLACE": "place",
}
SHORT: dict[EntityType, str] = {"person": "PER", "organisation": "ORG", "place": "LOC"}
"""The types as IOB2 files write them, and as the measures give them."""

_TAG = re.compile(r"(?:O|[BI]-\S+)\Z")
_TEXT = "# text = "
_UNSPACED = (
    "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
)
_CLOSING = re.compile(r"[.,;:!?)\]}»”’%…،؛؟。，、；：！？）》」』]+\Z")
_OPENING = re.compile(r"[(\[{«„“‘¿¡#$£€（《「『]+\Z")
_CLITIC = re.compile(r"(?:['’](?:s|S|m|M|d|D|re|ve|ll|t)|n['’]t)\Z")
_ELIDED = re.compile(r"(?:[dlnmtscjDLNMTSCJ]|qu|Qu|dell|Dell|all|All|nell|Nell|dall|sull|un|Un)['’]\Z")
_JOINED = re.compile(f"[{_UNSPACED}]\\Z"), re.compile(f"[{_UNSPACED}]")
_QUOTES = '"'


class GoldName(Struct, frozen=True, order=True):
    """A name as a reader marked it: its span in the sentence's text, in code points, and its type."""

    start: int
    end: int
    type: EntityType


class MarkedSentence(Struct, frozen=True):
    """A sentence with the names in it."""

    text: str
    names: tuple[GoldName, ...]


class NameScore(Score, frozen=True, kw_only=True):
    """Counts of names in the gold, of ours, and of ours that are right, and the measures that follow."""


class NameResult(Struct, frozen=True):
    """The counts of each type, and all of them added up, over ``sentences`` sentences."""

    sentences: int
    by_type: dict[EntityType, NameScore]
    all: NameScore


def evaluate(path: Path, encoder: Encoder) -> NameResult:
    """Tag each sentence of an IOB2 file by itself, and count the names with exact span and type.

    Raises:
        GoldError: the file cannot be read, or is not IOB2.
    """
    sentences = read_iob2(path)
    found = encoder.tag([sentence.text for sentence in sentences])
    return score_names(
        sentences, [[GoldName(name.start, name.end, name.type) for name in names] for names in found]
    )


def score_names(sentences: Sequence[MarkedSentence], found: Sequence[Iterable[GoldName]]) -> NameResult:
    """The counts of ``found``, the names of each sentence, against those that a reader marked."""
    counts = {kind: NameScore() for kind in TYPES}
    for sentence, ours in zip(sentences, found, strict=True):
        gold, mine = set(sentence.names), set(ours)
        for names, field in ((gold, "gold"), (mine, "ours"), (gold & mine, "right")):
            for name in names:
                counts[name.type] += NameScore(**{field: 1})
    return NameResult(len(sentences), counts, sum(counts.values(), NameScore()))


def measures(result: NameResult) -> dict[str, object]:
    """The measures as one object for JSON: p, r, f1, counts, and the same by type."""
    return (
        {"measure": "names", "sentences": result.sentences}
        | _measures(result.all)
        | {"by_type": {SHORT[kind]: _measures(score) for kind, score in result.by_type.items()}}
    )


def _measures(score: NameScore) -> dict[str, object]:
    values = {name: round(getattr(score, name), 4) for name in ("p", "r", "f1")}
    return {**values, "gold": score.gold, "ours": score.ours, "right": score.right}


def read_iob2(path: Path) -> list[MarkedSentence]:
    """The sentences of an IOB2 file.

    Raises:
        GoldError: the file cannot be read, or a line has no number, token and IOB2 tag.
    """
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise GoldError(f"{path}: cannot be read ({error})") from error
    sentences = [_marked(text, tokens, tags) for text, tokens, tags in _blocks(lines, path) if tokens]
    if not sentences:
        raise GoldError(f"{path}: no sentences in it; give an IOB2 file of numbers, tokens and tags")
    return sentences


def _blocks(lines: Sequence[str], path: Path) -> Iterator[tuple[str | None, list[str], list[str]]]:
    text: str | None = None
    tokens: list[str] = []
    tags: list[str] = []
    for number, line in enumerate([*lines, ""], 1):
        if not line.strip():
            yield text, tokens, tags
            text, tokens, tags = None, [], []
        elif line.startswith("#") and "\t" not in line:
            text = line.removeprefix(_TEXT) if line.startswith(_TEXT) else text
        else:
            columns = line.split("\t")
            if len(columns) < 3 or not _TAG.match(columns[2].strip()):
                raise GoldError(f"{path}:{number}: needs a number, a token and an IOB2 tag between tabs")
            if columns[1].strip():
                tokens.append(columns[1].strip())
                tags.append(columns[2].strip())


def _marked(text: str | None, tokens: Sequence[str], tags: Sequence[str]) -> MarkedSentence:
    spans = _aligned(text, tokens) if text else None
    if text is None or spans is None:
        text, spans = _joined(tokens)
    return MarkedSentence(text, tuple(_names(spans, tags)))


def _names(spans: Sequence[tuple[int, int]], tags: Sequence[str]) -> Iterator[GoldName]:
    start = end = -1
    label = ""
    for span, tag in [*zip(spans, tags, strict=True), ((0, 0), "O")]:
        here = tag[2:]
        if tag.startswith("I-") and here == label:
            end = span[1]
            continue
        kind = LABELS.get(label.upper())
        if kind and start < end:
            yield GoldName(start, end, kind)
        (start, end), label = span, here


def _aligned(text: str, tokens: Sequence[str]) -> list[tuple[int, int]] | None:
    """The span of each token; words that a text contracts ("de a" in "da") share what is left between."""
    spans: list[tuple[int, int]] = []
    at = 0
    while len(spans) < len(tokens):
        while at < len(text) and text[at].isspace():
            at += 1
        index = len(spans)
        if text.startswith(tokens[index], at):
            spans.append((at, at + len(tokens[index])))
        else:
            size = 2
            for following in range(index + 1, min(index + 5, len(tokens) + 1)):
                size += len(tokens[following - 1]) + 1
                last = following == len(tokens)
                found = (
                    len(text)
                    if last
                    else text.find(tokens[following], at, at + size + len(tokens[following]))
                )
                if at < found <= at + size:
                    end = at + len(text[at:found].rstrip())
                    spans += [(at, end)] * (following - index)
                    break
            else:
                return None
        at = spans[-1][1]
    return spans


def _joined(tokens: Sequence[str]) -> tuple[str, list[tuple[int, int]]]:
    """The tokens as running text, and the span of each."""
    text = ""
    spans: list[tuple[int, int]] = []
    open_quote = False
    glued = True
    for token in tokens:
        token = re.sub(r"(?<=\w)_(?=\w)", " ", token)
        token = {"``": '"', "''": '"', "-LRB-": "(", "-RRB-": ")"}.get(token, token)
        closes = token in _QUOTES and open_quote
        apart = not (
            glued
            or closes
            or _CLOSING.match(token)
            or _CLITIC.match(token)
            or (_JOINED[0].search(text) and _JOINED[1].match(token))
        )
        text += " " if apart else ""
        spans.append((len(text), len(text) + len(token)))
        text += token
        glued = bool(_OPENING.match(token) or _ELIDED.match(token)) or (token in _QUOTES and not open_quote)
        open_quote ^= token in _QUOTES
    return text, spans
