"""The statements of an article: its sentences, the long ones cut between clauses.

What is compared must be short enough to be read at a glance, and a sentence of several lines tells several
facts. Cutting every clause off loses (measured in docs/evaluation.md), so only long sentences are cut.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from rashomon.model import Sentence, Statement

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rashomon.model import Article

LONGEST = 400  # code points; of 160, 220, 300 and 400 the best on the gold stories
SHORTEST = 60
CLAUSE_END = re.compile(r"[;:,—–،؛、，；：]['\"”»’)\]]*\s+|\s[-–—]\s|[，；：、]")


def make_statements(article: Article, sentences: Sequence[Sentence]) -> tuple[Statement, ...]:
    """The statements of an article's sentences, in order; none is longer than ``LONGEST`` code points."""
    return tuple(
        Statement(article.id, start, end)
        for sentence in sentences
        for start, end in _cut(article.text, sentence.start, sentence.end)
    )


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut a span where clauses end, into parts of about the same length."""
    while end - start > LONGEST:
        parts = math.ceil((end - start) / LONGEST)
        ideal = start + (end - start) / parts
        ends = [m.end() for m in CLAUSE_END.finditer(text, start + SHORTEST, start + LONGEST)]
        spaces = ends or [
            m.end() for m in re.compile(r"\s+").finditer(text, start + SHORTEST, start + LONGEST)
        ]
        cut = min(spaces, key=lambda at: (abs(at - ideal), at), default=start + LONGEST)
        yield start, start + len(text[start:cut].rstrip())
        start = cut
    if text[start:end].strip():
        yield start, end
