"""What a figure counts, as far as comparing must know: the killed are never held against the injured.

The likeness of token states tells people from money, but hardly the missing from the dead: measured on pairs
of figures of the examples it ranks them no better than chance (docs/evaluation.md). So the class of a count
is read from the words beside it, and a figure whose class the words don't tell is never said to differ.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from rashomon.language import load

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rashomon.comparing.values import Said
    from rashomon.model import Quantity

AFTER, BEFORE = 60, 120  # code points; the words that class a figure mostly follow it
CLAUSE = re.compile(r"[,;:.،؛。，；：、()«»“”]|\s[-–—]\s")


def count_class(said: Said, quantity: Quantity) -> str | None:
    """The class of a count of people ("killed", "injured", …) by the nearest words of its clause, or None.

    The words after the figure are asked first, up to the next figure or the clause's end, then those before.
    A noun that is none for people ("20,000 dinars for the families of the dead") has no class.
    """
    words, people = _patterns(said.account.article.language)
    noun = quantity.of
    if quantity.unit is not None or (noun and not any(p.search(noun) for p in (people, *words.values()))):
        return None
    first, text = said.statement.start, said.text
    start, end = quantity.start - first, quantity.end - first
    others = [(q.start - first, q.end - first) for q in said.quantities if q.start != quantity.start]
    after = text[end : min([end + AFTER, *(s for s, _ in others if s >= end)])]
    before = text[max([start - BEFORE, 0, *(e for _, e in others if e <= start)]) : start]
    return _nearest(words, CLAUSE.split(after, maxsplit=1)[0]) or _nearest(
        words, CLAUSE.split(before)[-1], from_end=True
    )


def _nearest(words: dict[str, re.Pattern[str]], text: str, *, from_end: bool = False) -> str | None:
    found = []
    for name, pattern in words.items():
        spans = [match.span() for match in pattern.finditer(text)]
        if spans:
            found.append((len(text) - spans[-1][1] if from_end else spans[0][0], name))
    return min(found)[1] if found else None


@cache
def _patterns(language: str) -> tuple[dict[str, re.Pattern[str]], re.Pattern[str]]:
    rules = load(language).compare
    words = {name: _beginnings(words) for name, words in sorted(rules.counts.items())}
    return words, _beginnings(rules.people)


def _beginnings(words: Iterable[str]) -> re.Pattern[str]:
    """Words that begin so; scripts that write no spaces have no beginnings of words to ask for."""
    spaced = (
        rf"(?<!\w){re.escape(word)}" if word[0] < "\u2e80" else re.escape(word) for word in sorted(words)
    )
    return re.compile("|".join(spaced) or "(?!)", re.IGNORECASE)
