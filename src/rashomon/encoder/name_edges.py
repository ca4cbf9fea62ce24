"""Where a name begins and ends, of the tokens that the tagger found: without punctuation and possessives."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from tomllib import loads
from typing import TYPE_CHECKING
from unicodedata import category

if TYPE_CHECKING:
    from rashomon.model import EntityType

_AT_THE_ENDS = ",;:!?…،؛؟、。，；：！？\"“”„«»‹›‘’'`*_/\\|•-–—"
_CLOSED_BY = {")": "(", "]": "[", "）": "（", "》": "《", "」": "「", "』": "『"}
_ABBREVIATED = 4  # letters of a last word that may keep its full stop: "Inc.", "Jr.", "Corp."


def with_article(text: str, start: int) -> int:
    """Where a name begins with its article, where tokens part the two after a clitic."""
    if start and may_follow_clitic(text[start]) and joins(text[start - 1]):
        for article in _affixes()["articles"]:
            if text.endswith(article, 0, start):
                return start - len(article)
    return start


def may_follow_clitic(char: str) -> bool:
    """True for a letter of a script that writes articles onto the word (Hebrew, Arabic, Syriac)."""
    return "\u0590" <= char <= "\u08ff"


def trimmed(text: str, start: int, end: int, kind: EntityType) -> tuple[int, int]:
    """Where a name begins and ends without punctuation around it, which tokens may carry."""
    while start < end and (_ends(text[start]) or text[start] in _CLOSED_BY or text[start] == "."):
        start += 1
    while start < end:
        last = text[end - 1]
        unopened = last in _CLOSED_BY and _CLOSED_BY[last] not in text[start:end]
        stop = last == "." and not _abbreviates(text[start:end])
        if _ends(last) or last in _CLOSED_BY.values() or unopened or stop:
            end -= 1
        elif owner := _possessor(text[start:end], kind):
            end = start + len(owner)
        else:
            break
    for closing, opening in _CLOSED_BY.items():
        if start < end and text[start] == opening and closing not in text[start:end]:
            start += 1
    return start, end


@cache
def joins(char: str) -> bool:
    """Whether a character makes words with its neighbours, in a script that has spaces between words."""
    unspaced = "\u0e00" <= char <= "\u0fff" or "\u1000" <= char <= "\u109f" or "\u1780" <= char <= "\u17ff"
    wide = "\u2e80" <= char <= "\uabff" or "\uf900" <= char <= "\ufaff" or char >= "\U0001b000"
    return not unspaced and not wide and category(char)[0] in "LMN"


@cache
def _affixes() -> dict[str, tuple[str, ...]]:
    content = files("rashomon.encoder").joinpath("data", "affixes.toml").read_text("utf-8")
    return {name: tuple(parts) for name, parts in loads(content).items()}


def _possessor(name: str, kind: EntityType) -> str:
    """Whose the possessive is, or nothing: companies are called "McDonald's", but nobody else is."""
    for possessive in _affixes()["possessives"]:
        owner = name.removesuffix(possessive)
        if owner != name and (kind != "organisation" or owner.isupper()):
            return owner
    return ""


def _abbreviates(name: str) -> bool:
    *_, last = name[:-1].split(" ")
    return "." in last or 0 < len(last) <= _ABBREVIATED


def _ends(char: str) -> bool:
    return char in _AT_THE_ENDS or char.isspace()
