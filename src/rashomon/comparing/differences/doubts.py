"""What one account tells and another leaves open or denies: "was freed" against "unclear whether he was".

A word of doubt speaks of its clause, or of what stands before it ("…, but there is no confirmation"); a verb
of denial of all that its statement tells. Only where the other statement tells just that is it a difference.
Plain negation is none: two tell the same by "not allowed" and "banned".
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from rashomon.comparing.differences.denying import denies
from rashomon.comparing.values.agreement import likeness
from rashomon.comparing.wording import find_phrase
from rashomon.language import load

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from rashomon.comparing.aligning.align import States
    from rashomon.comparing.values.stated import Said

ALIKE = 0.45  # mean cosine of the tokens of the shorter statement, where one denies what the other tells
TOLD = 0.62  # mean cosine of the tokens of what is left open to their nearest in the other statement
FEWEST = 4  # tokens that tell of something
CLAUSE = re.compile(r"[,;:.?!،؛。，；：、؟？！()«»“”\"]|\s[-–—]\s")
PART = re.compile(r"[;.:؛。；：]")


def doubted(one: Said, other: Said, states: States) -> tuple[Said, str] | None:
    """The statement that leaves open what the other tells, and its words for that; or None."""
    doubts = [(side, _span(side, "doubts")) for side in (one, other)]
    spoken = [(side, span) for side, span in doubts if span]
    if len(spoken) != 1:
        return None
    open_side, span = spoken[0]
    told = other if open_side is one else one
    start, end = _clause(open_side.text, *span)
    inside = _tokens(open_side, start, end) & ~_tokens(open_side, *span)
    if inside.sum() < FEWEST:
        start = max((m.end() for m in PART.finditer(open_side.text, 0, span[0])), default=0)
        inside = _tokens(open_side, start, end) & ~_tokens(open_side, *span)
    if inside.sum() < FEWEST or len(states[told.place]) < FEWEST:
        return None
    cosine = states[open_side.place][inside] @ states[told.place].T
    nearest = max(float(cosine.max(axis=1).mean()), float(cosine.max(axis=0).mean()))
    return (open_side, open_side.text[start:end].strip()) if nearest >= TOLD else None


def denied(one: Said, other: Said, states: States) -> tuple[Said, str] | None:
    """The statement that denies what the other tells, and its words; or None."""
    spoken = [side for side in (one, other) if _span(side, "denials")]
    if len(spoken) != 1:
        return None
    told = other if spoken[0] is one else one
    if denies(told.text, told.account.article.language) or _is_quoted(told):
        return None
    alike = likeness(states[one.place], states[other.place]) >= ALIKE
    return (spoken[0], spoken[0].text) if alike else None


def _is_quoted(said: Said) -> bool:
    """True for a statement that quotes somebody: who denies one thing may tell what is so instead."""
    start, end = said.statement.start, said.statement.end
    return any(q.direct and q.start < end and q.end > start for q in said.account.quotations)


def speaks_of(said: Said, words: Literal["doubts", "denials"]) -> bool:
    """True for a statement with words of doubt or of denial."""
    return _span(said, words) is not None


def _span(side: Said, words: Literal["doubts", "denials"]) -> tuple[int, int] | None:
    return _span_of(side.text, side.account.article.language, words)


@lru_cache(maxsize=8_192)
def _span_of(text: str, language: str, words: Literal["doubts", "denials"]) -> tuple[int, int] | None:
    rules = load(language).compare
    return find_phrase(text, rules.doubts if words == "doubts" else rules.denials)


def _clause(text: str, start: int, end: int) -> tuple[int, int]:
    first = max((m.end() for m in CLAUSE.finditer(text, 0, start)), default=0)
    last = min((m.start() for m in CLAUSE.finditer(text, end)), default=len(text))
    return first, last


def _tokens(side: Said, start: int, end: int) -> NDArray[np.bool_]:
    offsets = side.encoding.offsets
    inside: NDArray[np.bool_] = (offsets[:, 0] < end) & (offsets[:, 1] > start)
    return inside
