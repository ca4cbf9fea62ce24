"""Plain negation: one account tells what another says is not so ("was caught" against "wurde nicht gefasst").

Two tell the same by "not allowed" and "banned", and for the encoder "approve" and "reject" are near. So what
the one side negates must be told by the other with the same verb: one word in one language, or two that the
language files have for one deed. And nothing else on either side may turn its words.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from rashomon.comparing.differences.denying import denial_patterns, words_denied
from rashomon.comparing.differences.slots import tokens_of
from rashomon.comparing.wording import find_phrase, is_unspaced, longest_first, one_of, whole_word
from rashomon.language import load

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rashomon.comparing.aligning.align import States
    from rashomon.comparing.differences.slots import Span
    from rashomon.comparing.values.stated import Said

WRITTEN_ON = 3  # characters of a verb in a script without spaces
STEM = 5  # letters of one verb in two forms
SAME_REST, SAME_WHOLE = 0.46, 0.53  # least mean nearest cosine of all that both tell: of either side, of one
QUESTION = re.compile("[?？؟¿]")
LONGEST = 40  # tokens of a statement
LONG = 3  # letters of a word that tells something


def negates(said: Said) -> bool:
    """True for a statement with one plain negation and nothing else that turns its words."""
    return negation_of(said.text, said.account.article.language) is not None


def parting_negation(one: Said, other: Said, states: States) -> Said | None:
    """Which of two statements negates what the other tells, or None."""
    spans = [(side, negation_of(side.text, side.account.article.language)) for side in (one, other)]
    found = [(side, span) for side, span in spans if span]
    if len(found) != 1:
        return None
    side, span = found[0]
    told = other if side is one else one
    if turns(told.text, told.account.article.language):
        return None
    if any(_is_quoted(said) or QUESTION.search(said.text) for said in (one, other)):
        return None
    if is_to_come(told) and not is_to_come(side):
        return None
    if not _same_verb(side, span, told):
        return None
    mine, its = states[side.place], states[told.place]
    if max(len(mine), len(its)) > LONGEST:
        return None
    cosine = mine[~tokens_of(side, [span])] @ its.T
    if not cosine.size:
        return None
    low, high = sorted((float(cosine.max(axis=1).mean()), float(cosine.max(axis=0).mean())))
    return side if low >= SAME_REST and high >= SAME_WHOLE else None


def _is_quoted(said: Said) -> bool:
    start, end = said.statement.start, said.statement.end
    return any(q.direct and q.start < end and q.end > start for q in said.account.quotations)


def is_to_come(said: Said) -> bool:
    """True for a statement with words of the future."""
    return find_phrase(said.text, load(said.account.article.language).times.future) is not None


def _same_verb(side: Said, negation: Span, told: Said) -> bool:
    """True where a word beside a negation is a verb that the other statement has, too."""
    language, its_language = side.account.article.language, told.account.article.language
    deeds, stems = _verbs_beside(side.text, *negation, language)
    if not deeds.isdisjoint(_deeds_of(told.text, its_language)):
        return True
    return language == its_language and not stems.isdisjoint(_stems_of(told.text))


@lru_cache(maxsize=8_192)
def _verbs_beside(text: str, start: int, end: int, language: str) -> tuple[frozenset[str], frozenset[str]]:
    """The deeds that words beside a negation may be verbs for, and the stems of these words."""
    words = [
        text[first : last + WRITTEN_ON] if is_unspaced(text[first]) else text[first:last]
        for first, last in words_denied(text, (start, end), language, LONG)
    ]
    deeds = (deed for deed, pattern in _deeds(language).items() if any(map(pattern.match, words)))
    return frozenset(deeds), frozenset(word.casefold()[:STEM] for word in words)


@lru_cache(maxsize=8_192)
def _deeds_of(text: str, language: str) -> frozenset[str]:
    """The deeds that a text has words for."""
    return frozenset(deed for deed, pattern in _deeds(language).items() if pattern.search(text))


@lru_cache(maxsize=8_192)
def _stems_of(text: str) -> frozenset[str]:
    return frozenset(word[:STEM] for word in re.findall(r"\w+", text.casefold()) if len(word) >= STEM)


@lru_cache(maxsize=8_192)
def negation_of(text: str, language: str) -> Span | None:
    """The only word of a text that turns its words, where it is a plain negation; or None."""
    plain = _plain(language)
    found = [match.span() for match in plain.finditer(text)]
    if len(found) != 1:
        return None
    ((start, end),) = found
    rest = _beside_plain(language).sub(" ", text[:start] + " " * (end - start) + text[end:])
    return None if turns(rest, language) else (start, end)


@lru_cache(maxsize=8_192)
def turns(text: str, language: str) -> bool:
    """True where words deny or leave open."""
    if any(pattern.search(text) for pattern in denial_patterns(language)):
        return True
    return find_phrase(text, load(language).compare.doubts) is not None


def _plain(language: str) -> re.Pattern[str]:
    return _any_word(load(language).deny.plain)


def _beside_plain(language: str) -> re.Pattern[str]:
    return _any_word(load(language).deny.plain_beside)


@cache
def _any_word(words: frozenset[str]) -> re.Pattern[str]:
    return re.compile(one_of(longest_first(words), whole_word), re.IGNORECASE)


@cache
def _deeds(language: str) -> Mapping[str, re.Pattern[str]]:
    """A pattern for each deed that has words in a language: verbs, and what figures of people count."""
    rules = load(language).compare
    words = {**rules.counts, **rules.deeds}
    return {deed: _any_beginning(frozenset(words[deed])) for deed in sorted(words)}


@cache
def _any_beginning(words: frozenset[str]) -> re.Pattern[str]:
    return re.compile(one_of(longest_first(words), re.escape), re.IGNORECASE)
