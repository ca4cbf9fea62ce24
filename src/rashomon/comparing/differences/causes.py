"""What two accounts give as the cause of one thing: "sank because of a fire" against "porque chocó".

A cause stands beside words that mark one ("because of", "nedeniyle", "caused the"), which each language's
file lists. Both statements must tell the same but for it, and neither article may know the other's cause.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from rashomon.comparing.differences.slots import rest_alike, spans_alike, told_in
from rashomon.comparing.wording import has_unspaced, pattern_of
from rashomon.language import load

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rashomon.comparing.aligning.align import States
    from rashomon.comparing.differences.slots import Span
    from rashomon.comparing.values.figures import Figures
    from rashomon.comparing.values.stated import Said

SAME_EFFECT = 0.35  # least mean nearest cosine of what both tell beside the cause
OTHER_CAUSE = 0.36  # most cosine of two causes that are not one
TOLD = 0.5  # mean nearest cosine from which on an article knows a cause, too
SHORTEST, SHORTEST_CJK, LONGEST = 4, 2, 70  # code points of a cause
END = re.compile(r"[,;:.?!،؛。，；：？！()«»“”\"]|\s[-–—]\s")


def tells_a_cause(said: Said) -> bool:
    """True for a statement that marks one cause."""
    return cause_of(said.text, said.account.article.language) is not None


def parting_causes(one: Said, other: Said, figures: Figures, states: States) -> tuple[Span, Span] | None:
    """The causes on which two statements part, as spans of each; or None."""
    mine = cause_of(one.text, one.account.article.language)
    its = cause_of(other.text, other.account.article.language)
    if mine is None or its is None:
        return None
    if rest_alike(one, mine, other, its, states) < SAME_EFFECT:
        return None
    if spans_alike(one, mine, other, its, states) > OTHER_CAUSE:
        return None
    if told_in(one, mine, figures.statements[other.statement.article], states) >= TOLD:
        return None
    if told_in(other, its, figures.statements[one.statement.article], states) >= TOLD:
        return None
    return mine, its


@lru_cache(maxsize=8_192)
def cause_of(text: str, language: str) -> Span | None:
    """The span of the only cause that a text marks, or None."""
    rules = load(language).compare
    before, after = pattern_of(rules.causes), pattern_of(rules.causes_after | rules.effects)
    marked = [(match.start(), match.end(), 1) for match in before.finditer(text)] if before else []
    if after:
        behind = [(match.start(), match.end(), -1) for match in after.finditer(text)]
        marked += [one for one in behind if not any(one[0] < b and a < one[1] for a, b, _ in marked)]
    if len(marked) != 1:
        return None
    ((start, end, side),) = marked
    if side > 0:
        span = end, _end(text, end, rules.cause_ends)
    else:
        span = max((m.end() for m in END.finditer(text, 0, start)), default=0), start
    words = text[span[0] : span[1]].strip()
    least = SHORTEST_CJK if has_unspaced(words) else SHORTEST
    return span if least <= len(words) <= LONGEST else None


def _end(text: str, start: int, ends: Iterable[str]) -> int:
    stop = END.search(text, start)
    last = stop.start() if stop else len(text)
    return min([last, *(at for word in sorted(ends) if (at := text.find(word, start, last)) > start)])
