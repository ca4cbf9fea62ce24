"""Whether a statement denies what it tells, in the clauses that another text is about."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from rashomon.comparing.values.coverage import FLOOR
from rashomon.comparing.wording import WORD, has_unspaced, is_unspaced, longest_first, one_of
from rashomon.language import load

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy import bool_, float32
    from numpy.typing import NDArray

    from rashomon.comparing.checking.bearing import Side

CLAUSE_END = re.compile(r"[,;:.،؛。，；：—–]")
SHORT, SHORT_CJK = 16, 6  # code points
BEFORE, AFTER, LONG = 2, 3, 4  # words around a negation, and the letters of one that counts
SAME_WORD = 0.55  # cosine of what is denied and of what is told
ON_IT = 0.4  # mean nearest cosine of the report's words to the text's
OF_IT = 0.6  # of what a text finds in the best clause of a statement, from which another counts too


def denies(text: str, language: str) -> bool:
    """True where the words deny: a negation or a denial, but not both ("did not deny")."""
    negations, denials, neither = _patterns(language)
    plain = neither.sub(" ", text)
    return (negations.search(plain) is not None) != (denials.search(plain) is not None)


def says_otherwise(mine: Side, tokens: NDArray[bool_], report: Side) -> bool:
    """True where one denies what the other tells.

    Args:
        mine: a statement of a text.
        tokens: which of its tokens count.
        report: a statement of a report. Only those clauses count in which these tokens are found.
    """
    return _held_together(mine, tokens, report) is not None


def surely_denies(mine: Side, tokens: NDArray[bool_], report: Side) -> bool:
    """The same where the report's words are on nothing else, and all of both statements says so too."""
    theirs = _held_together(mine, tokens, report)
    if theirs is None or denies_all(mine) == denies_all(report):
        return False
    if _nearest(report, theirs, mine, tokens) < ON_IT:
        return False
    denying, other = (mine, report) if denies_all(mine) else (report, mine)
    what = _denied(denying)
    return bool(what.any()) and float((denying.states[what] @ other.states.T).max()) >= SAME_WORD


def _denied(side: Side) -> NDArray[bool_]:
    """The tokens of the words that a negation or a denial may deny."""
    offsets = side.said.encoding.offsets
    text, language = side.said.text, side.said.account.article.language
    inside = np.zeros(len(offsets), bool)
    for pattern in _patterns(language)[:2]:
        for match in pattern.finditer(text):
            for start, end in words_denied(text, match.span(), language, LONG):
                inside |= (offsets[:, 0] < end) & (offsets[:, 1] > start)
    return inside & ~_denying_tokens(side)


def words_denied(text: str, span: tuple[int, int], language: str, shortest: int) -> list[tuple[int, int]]:
    """The spans of the words that a negation or a denial may deny.

    They stand behind it. Those before it are its subject ("the radar has not"), but where the language puts
    the verb there ("funktionierte nicht", "ne marchait pas"), or where nothing stands behind ("… değil").

    Args:
        text: a statement's words.
        span: where the negation stands in them.
        language: the text's language.
        shortest: letters of a word that counts; in a script without spaces each does.
    """
    rules = load(language)
    words = [match.span() for match in WORD.finditer(text)]

    def counting(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
        return [(a, b) for a, b in spans if b - a >= shortest or is_unspaced(text[a])]

    found = counting([one for one in words if one[0] >= span[1]][:AFTER])
    if not found or text[span[0] : span[1]].casefold() in rules.deny.behind_verbs:
        before = counting([one for one in words if one[1] <= span[0]][-BEFORE:])
        if rules.names.nouns_capitalised:
            before = [one for one in before if not text[one[0]].isupper()]
        found = before + found
    return found


def is_about(mine: Side, tokens: NDArray[bool_], report: Side, told: NDArray[bool_]) -> float:
    """How near the words of a report's clause, some of them aside, are to those of a text: a mean cosine.

    Args:
        mine: a statement of a text.
        tokens: which of its tokens count.
        report: a statement of a report.
        told: the tokens whose clause is meant, and which are left out.
    """
    middle = _middle(report)
    inside = np.zeros(len(middle), bool)
    for start, end in _clauses(report, told.astype(np.float32)):
        inside |= (middle >= start) & (middle < end)
    inside &= ~told
    return _nearest(report, inside, mine, tokens) if inside.any() and tokens.any() else 0.0


def _nearest(report: Side, theirs: NDArray[bool_], mine: Side, tokens: NDArray[bool_]) -> float:
    return float((report.states[theirs] @ mine.states[tokens].T).max(axis=1).mean())


def denies_all(side: Side) -> bool:
    """True where a statement, all of it, denies."""
    return denies(side.said.text, side.said.account.article.language)


def _held_together(mine: Side, tokens: NDArray[bool_], report: Side) -> NDArray[bool_] | None:
    """The tokens of the report's clauses on the same, where one side denies and the other does not.

    Each clause of the text is held against those of the report in which it is found; a report's "said the
    mayor" says nothing of what the mayor denied.
    """
    middle = _middle(mine)
    for clause in _clauses(mine, tokens.astype(np.float32)):
        about = tokens & (middle >= clause[0]) & (middle < clause[1])
        told = _parted(mine, clause, about & ~_denying_tokens(mine), report)
        if told is not None:
            return told
    return None


def _parted(
    mine: Side, clause: tuple[int, int], about: NDArray[bool_], report: Side
) -> NDArray[bool_] | None:
    if not about.any() or not len(report.states):
        return None
    cosine = mine.states[about] @ report.states.T
    gain = np.maximum(cosine.max(axis=1) - FLOOR, 0)
    found = np.bincount(cosine.argmax(axis=1), gain, minlength=len(report.states))
    theirs = _clauses(report, found.astype(np.float32))
    one, other = (
        denies(_words(side, clauses), side.said.account.article.language)
        for side, clauses in ((mine, [clause]), (report, theirs))
    )
    if one == other:
        return None
    middle = _middle(report)
    inside = np.zeros(len(middle), bool)
    for start, end in theirs:
        inside |= (middle >= start) & (middle < end)
    told: NDArray[bool_] = inside & ~_denying_tokens(report)
    return told if told.any() else None


def _denying_tokens(side: Side) -> NDArray[bool_]:
    offsets = side.said.encoding.offsets
    inside = np.zeros(len(offsets), bool)
    for pattern in _patterns(side.said.account.article.language)[:2]:
        for match in pattern.finditer(side.said.text):
            inside |= (offsets[:, 0] < match.end()) & (offsets[:, 1] > match.start())
    return inside


def _clauses(side: Side, found: NDArray[float32]) -> list[tuple[int, int]]:
    """The clauses of a statement that hold enough of what is found in it; short ones go with others."""
    text = side.said.text
    least = SHORT_CJK if has_unspaced(text) else SHORT
    starts = [0]
    for match in CLAUSE_END.finditer(text):
        if match.end() - starts[-1] >= least and len(text) - match.end() >= least:
            starts.append(match.end())
    middle = _middle(side)
    spans = list(zip(starts, [*starts[1:], len(text)], strict=True))
    shares = [float(found[(middle >= start) & (middle < end)].sum()) for start, end in spans]
    return [span for span, share in zip(spans, shares, strict=True) if share >= OF_IT * max(shares)]


def _middle(side: Side) -> NDArray[np.float64]:
    middle: NDArray[np.float64] = side.said.encoding.offsets.mean(axis=1)
    return middle


def _words(side: Side, clauses: Iterable[tuple[int, int]]) -> str:
    return " ".join(side.said.text[start:end] for start, end in clauses)


def denial_patterns(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The negations and the verbs of denial of a language."""
    return _patterns(language)[:2]


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    rules = load(language).deny
    return _any(rules.negations), _any(rules.denials), _any(rules.neither)


def _any(phrases: Iterable[str]) -> re.Pattern[str]:
    return re.compile(one_of(longest_first(phrases), _phrase), re.IGNORECASE)


def _phrase(phrase: str) -> str:
    """A phrase to the end of its last word, "…" as one to six; what ends in an apostrophe is half a word."""
    if is_unspaced(phrase):
        return re.escape(phrase)
    words = r"\s+".join(r"(?:\S+\s+){0,5}\S+" if word == "…" else re.escape(word) for word in phrase.split())
    return words + ("" if phrase.endswith(("'", "’")) else r"(?!\w)")
