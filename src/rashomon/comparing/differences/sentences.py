"""One plain sentence on what accounts part on, from the words of the articles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rashomon.comparing.values.counting import CROWD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rashomon.comparing.values.stated import Said
    from rashomon.model import Quantity

OF_WITHIN = 40  # code points between a figure and the noun that it counts
TIMES = ("second", "minute", "hour", "day", "week", "month", "year")
COUNTED = {
    "killed": "How many were killed",
    "injured": "How many were injured",
    "missing": "How many are missing",
    "arrested": "How many were arrested",
    "rescued": "How many were rescued",
    "displaced": "How many had to leave",
    CROWD: "How large the crowd was",
}


def on_figures(kind: str, given: Sequence[tuple[Said, Quantity]]) -> str:
    """ "How many were killed: “17 people” (Gazette) against “33” (Herald)."

    Args:
        kind: the class of what is counted.
        given: the figures in the order in which they are to be told; equal ones are told together.
    """
    told: dict[tuple[float | None, float | None, bool], tuple[str, list[str]]] = {}
    for said, quantity in given:
        key = (quantity.low, quantity.high, quantity.approximate)
        told.setdefault(key, (words_of(said, quantity), []))[1].append(name_of(said))
    parts = [f"“{words}” ({', '.join(dict.fromkeys(outlets))})" for words, outlets in told.values()]
    return f"{COUNTED.get(kind) or _subject(given)}: {' against '.join(parts)}."


def _subject(given: Sequence[tuple[Said, Quantity]]) -> str:
    units = {quantity.unit for _, quantity in given}
    return "How many" if units & {None, *TIMES} else "How much"


def on_development(kind: str, given: Sequence[tuple[Said, Quantity]]) -> str:
    """ "How many were killed; later reports supersede earlier ones: “17” (Gazette, 2024-07-11) → …"."""
    parts = [
        f"“{words_of(said, quantity)}” ({name_of(said)}, {said.account.article.published})"
        for said, quantity in given
    ]
    subject = COUNTED.get(kind, "How many")
    return f"{subject}; later reports supersede earlier ones: {' → '.join(dict.fromkeys(parts))}."


def on_words(subject: str, given: Sequence[tuple[Said, str]]) -> str:
    """ "On which day: “Friday” (Gazette) against “Saturday” (Herald)."."""
    return f"{subject}: {' against '.join(f'“{words}” ({name_of(said)})' for said, words in given)}."


def words_of(said: Said, quantity: Quantity) -> str:
    """The words of a figure, with the noun that it counts where that follows it."""
    text, start, end = said.account.article.text, quantity.start, quantity.end
    if quantity.of:
        noun = text.find(quantity.of, start, end + OF_WITHIN + len(quantity.of))
        if noun >= 0:
            end = max(end, noun + len(quantity.of))
    return " ".join(text[start:end].split())


def name_of(said: Said) -> str:
    """The outlet of a statement, else its article's id."""
    return said.account.article.outlet or said.account.article.id
