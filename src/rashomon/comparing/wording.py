"""Finding the words of a language file in a statement."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def find_phrase(text: str, phrases: Iterable[str]) -> tuple[int, int] | None:
    """The span of the first of some phrases that a text holds, the longest where several begin; or None."""
    pattern = _pattern(frozenset(phrases))
    found = pattern.search(text) if pattern else None
    return found.span() if found else None


@cache
def _pattern(phrases: frozenset[str]) -> re.Pattern[str] | None:
    if not phrases:
        return None
    longest_first = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    return re.compile("|".join(_whole(phrase) for phrase in longest_first), re.IGNORECASE)


def _whole(phrase: str) -> str:
    """A phrase as whole words; scripts that write no spaces between words have no word ends to ask for."""
    spaced = phrase[0] < "\u2e80"
    words = r"\s+".join(re.escape(word) for word in phrase.split())
    return rf"(?<!\w){words}(?!\w)" if spaced else words
