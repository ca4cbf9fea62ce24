"""Names of organisations whose first word was missed, which had a capital as opening a sentence."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from msgspec.structs import replace

from rashomon.language.rules import load

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rashomon.reading.names.capitals import NameSpan

_WORD_BEFORE = re.compile(r"([^\W\d_]+)[^\S\n]$")
_LONGEST = 40


def widen(text: str, language: str, spans: Iterable[NameSpan]) -> list[NameSpan]:
    """Organisations' spans that begin in lower case, with the capitalised word before them where it is a word
    of organisations ("Переходный | национальный совет")."""
    exact, beginnings = _words(language)
    wide: list[NameSpan] = []
    for span in spans:
        end = wide[-1].end if wide else 0
        if span.type == "organisation" and text[span.start].islower():
            before = _WORD_BEFORE.search(text, max(end, span.start - _LONGEST), span.start)
            word = before[1].casefold() if before and before[1][0].isupper() else ""
            if before and (word in exact or word.startswith(beginnings)):
                span = replace(span, start=before.start(1))
        wide.append(span)
    return wide


@cache
def _words(language: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """The language's words of organisations, lower case: whole ones, and beginnings."""
    entries = {entry for all_ in load(language).names.concepts.values() for entry in all_}
    exact = frozenset(entry.casefold() for entry in entries if not entry.startswith("*"))
    beginnings = sorted(entry[:-1].casefold() for entry in entries if entry.endswith("*") and len(entry) > 4)
    return exact, tuple(beginnings) or ("\0",)
