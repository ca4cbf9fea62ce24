"""What stands between quotation marks and is no speech: names, titles of works, irony."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rashomon.reading.quotations.words import size, words

if TYPE_CHECKING:
    from rashomon.reading.quotations.marks import Quoted

SPEECH_WORDS = 5
"""Quoted words that are a quotation even where no verb of speech stands beside them."""

SCARE_WORDS = 2
"""Up to so many words between marks are a name or irony, unless a verb stands right beside them."""

ENDS = frozenset(".!?…。！？؟।")


def is_no_speech(text: str, q: Quoted, attributed: bool) -> bool:
    """Whether words between marks, with no verb of speech right beside them, are a name, a title or irony."""
    weight = size(words(text[q.start : q.end]))
    ends = text[q.end - 1] in ENDS
    if weight <= SCARE_WORDS or (weight < SPEECH_WORDS and is_name(text, q)):
        return True
    if ends and (weight >= SPEECH_WORDS or not _is_title(text, q)):
        return False
    if _is_called(text, q):
        return True
    if attributed:
        return text[q.start].isupper() and weight < SPEECH_WORDS
    return weight < SPEECH_WORDS or _is_title(text, q) or text[q.start].islower()


def is_name(text: str, q: Quoted) -> bool:
    """Whether a few quoted words are a part of the phrase around them, as the name of a ship is."""
    weight = size(words(text[q.start : q.end]))
    if weight >= SPEECH_WORDS or text[q.end - 1] in ENDS:
        return False
    after = text[q.outer_end : q.outer_end + 2]
    comma = bool(set(text[q.end : q.outer_end]) & set(",，،"))
    return not comma and (
        after[:1].isalnum() or (weight <= SCARE_WORDS and after[:1].isspace() and after[1:].isalnum())
    )


def _is_called(text: str, q: Quoted) -> bool:
    """Whether the words begin with a capital right after a word, as what a thing is called does."""
    before = text[max(0, q.outer_start - 24) : q.outer_start].rstrip()
    return (
        before[-1:].isalnum()
        and text[q.start].isupper()
        and text[q.outer_end : q.outer_end + 2].lstrip()[:1].islower()
    )


def _is_title(text: str, q: Quoted) -> bool:
    """Whether every longer word begins with a capital, as in a title of a work."""
    longer = [w for w in words(text[q.start : q.end]) if w.end - w.start > 3]
    return bool(longer) and all(text[q.start + w.start].isupper() for w in longer)
