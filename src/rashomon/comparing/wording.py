"""Finding the words of a language file in a statement."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence


UNSPACED = "\u2e80-\u9fff"  # letters of scripts that write no spaces between words
WORD = re.compile(rf"[{UNSPACED}]|[^\W{UNSPACED}]+")  # or one such letter
_ONE_UNSPACED = re.compile(f"[{UNSPACED}]")


def is_unspaced(word: str) -> bool:
    """True for a word of a script that writes no spaces."""
    return word[0] >= "\u2e80"


def has_unspaced(text: str) -> bool:
    """True for a text with letters of such a script."""
    return _ONE_UNSPACED.search(text) is not None


def longest_first(words: Iterable[str]) -> list[str]:
    """The order in which words are tried where one begins another."""
    return sorted(words, key=lambda word: (-len(word), word))


def whole_word(word: str) -> str:
    """What finds a word to its end; one that ends in an apostrophe is half a word."""
    if is_unspaced(word):
        return re.escape(word)
    return re.escape(word) + ("" if word.endswith(("'", "’")) else r"(?!\w)")


def find_phrase(text: str, phrases: Iterable[str]) -> tuple[int, int] | None:
    """The span of the first of some phrases that a text holds, the longest where several begin; or None."""
    pattern = pattern_of(frozenset(phrases))
    found = pattern.search(text) if pattern else None
    return found.span() if found else None


@cache
def pattern_of(phrases: frozenset[str]) -> re.Pattern[str] | None:
    """A pattern that finds phrases, the longest where several begin; None for none.

    "…" in a phrase is one to three words; one that ends in an apostrophe ends within a word.
    """
    if not phrases:
        return None
    return re.compile(one_of(longest_first(phrases), _in_one_gap), re.IGNORECASE)


def one_of(words: Sequence[str], pattern: Callable[[str], str], end: str = "") -> str:
    """What finds the first of some words, where a word may begin; nothing where there are none.

    Scripts that write no spaces between words have no beginnings and ends of words to ask for. That a word
    begins with one of the letters that these begin with is asked first, which is much quicker.

    Args:
        words: the words, in the order in which they are tried; "n't" stands at the end of a word.
        pattern: what finds one of them.
        end: what stands behind each, where words have spaces between them.
    """
    found = []
    for is_spaced, before, after in ((True, r"(?<!\w)", end), (False, "", "")):
        some = [word for word in words if _begins_a_word(word) == is_spaced]
        if some:
            letters = "".join(re.escape(letter) for letter in sorted({word[0] for word in some}))
            found.append(f"{before}(?=[{letters}])(?:{'|'.join(map(pattern, some))}){after}")
    return "|".join(found) or "(?!)"


def _begins_a_word(phrase: str) -> bool:
    return not is_unspaced(phrase) and not phrase.startswith(("n't", "n’t"))


def _in_one_gap(phrase: str) -> str:
    words = r"\s+".join(r"(?:\w+\s+){0,2}\w+" if word == "…" else re.escape(word) for word in phrase.split())
    return words if is_unspaced(phrase) or phrase.endswith(("'", "’")) else words + r"(?!\w)"
