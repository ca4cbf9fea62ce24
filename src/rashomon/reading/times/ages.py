"""Ages, which look like durations but are quantities: "tiene 29 años", "(29 ans)"."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from rashomon.language import load
from rashomon.reading.times.fold import fold_word

if TYPE_CHECKING:
    from rashomon.reading.times.pieces import Piece

_OLDEST = 120
_CONTEXT = 30
_APART = re.compile(r"[^\W\d_][\s»\"”]{0,2}[,(]\s?$")
_END = re.compile(r"\s?(?:[,).]|$)")


def is_age(piece: Piece, text: str, written: str, language: str) -> bool:
    """True for a number of years, months, weeks or days that is somebody's age.

    Words of the language's file stand before it, or commas or parentheses set it apart right after a name.

    Args:
        piece: a piece of the folded text.
        text: the folded text.
        written: the same as it was written, character for character.
        language: a BCP 47 code.
    """
    if piece.kind != "duration" or piece.unit not in ("year", "month", "week", "day") or piece.further:
        return False
    if piece.amount is None or piece.amount > _OLDEST:
        return False
    ages, links = _patterns(language)
    before = text[max(0, piece.start - _CONTEXT) : piece.start]
    if ages.search(before):
        return links.match(text, piece.end) is None
    apart = _APART.search(before)
    if apart is None or piece.unit != "year" or _END.match(text, piece.end) is None:
        return False
    end = piece.start - len(before) + apart.start()
    start = end
    while start > 0 and text[start - 1].isalpha():
        start -= 1
    return written[start : start + 1].isupper()


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What stands before an age, and what right after a number shows that it is none ("30 years of war")."""
    rules = load(language).numbers
    ages = "|".join(_pattern(words) for words in sorted(rules.ages | rules.ages_with_unit))
    links = "|".join(rf"{_pattern(words)}(?!\w)" for words in sorted(rules.links))
    after = "|".join(_pattern(words) for words in sorted(rules.ages_after))
    return (
        re.compile(rf"(?:{ages})\s*$" if ages else r"(?!)"),
        re.compile(rf"\s{{1,2}}(?!(?:{after or '(?!)'})(?!\w))(?:{links})" if links else r"(?!)"),
    )


def _pattern(words: str) -> str:
    edge = r"(?<!\w)" if words[0].isalpha() else ""
    return edge + r"\s*".join(map(re.escape, fold_word(words).split()))
