"""A claim with its citations as plain text, to be copied."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rashomon.report.groups import alike, sides
from rashomon.report.view import is_sure, web_address
from rashomon.report.words import cut, one_line
from rashomon.web.view.differences import line, side_words
from rashomon.web.view.moments import published

if TYPE_CHECKING:
    from rashomon.model import Claim, Evidence
    from rashomon.report.view import View
    from rashomon.web.view.reader import Reader

MOST = 20  # citations of one claim
SAME = 5  # others that are named for the same words
LONGEST = 600  # code points of a quotation


def citation(reader: Reader, shown: View, claim: Claim, address: str) -> str:
    """A claim, its verdict, and who says so in which words, one a line; ``address`` is where it stands.

    Where accounts part on a value, those that give the same one stand together.
    """
    parts = [f"“{cut(one_line(claim.text), LONGEST)}”", verdict(reader, claim)]
    left = MOST
    for heading, evidence in _told(reader, claim):
        groups = alike(evidence, claim.text)
        if heading and left > 0:
            parts += ["", heading]
        parts += [_cited(reader, shown, group[0], group) for group in groups[: max(0, left)]]
        left -= len(groups)
    if left < 0:
        parts.append(str(reader.say("more.others", -left)))
    return "\n".join([*parts, "", address])


def _told(reader: Reader, claim: Claim) -> list[tuple[str, tuple[Evidence, ...]]]:
    """The evidence of each value that parts the accounts, then what gives none of them; else all of it."""
    parts = [side for side in sides(claim) if side.values] if claim.verdict == "differ" else []
    if not parts:
        return [("", claim.evidence)]
    held = {item for side in parts for item in side.evidence}
    rest = tuple(item for item in claim.evidence if item not in held)
    told = [(f"{side_words(reader, side)}:", side.evidence) for side in parts]
    return [*told, (f"{reader.say('claim.no_value').unescape()}:", rest)] if rest else told


def verdict(reader: Reader, claim: Claim) -> str:
    """What was found of a claim, in one plain line."""
    if claim.verdict == "single":
        return str(reader.say("claim.single_line"))
    if claim.verdict == "agree" and not is_sure(claim):
        return str(reader.say("claim.perhaps_line", claim.origins))
    if claim.verdict == "agree":
        return str(reader.say("claim.agree_line", claim.origins))
    told = line(reader, claim)
    sides = f" {told.between or '≠'} ".join(told.sides)
    subject = told.subject.striptags()
    what = str(reader.say("difference.line", what=subject, sides=sides).unescape()) if sides else subject
    return str(reader.say("claim.differ_line", what=what).unescape())


def _cited(reader: Reader, shown: View, item: Evidence, group: tuple[Evidence, ...]) -> str:
    source = shown.source(item.article)
    article = source.article
    others = [one_line(shown.source(one.article).label) for one in group if one.article != item.article]
    same = ""
    if others:
        names = ", ".join(others[:SAME]) + (" …" if len(others) > SAME else "")
        same = f" [{reader.say('claim.same_words', names=names).unescape()}]"
    date = published(reader, article.published)
    address = web_address(article.url)
    words = cut(one_line(item.quote), LONGEST)
    title = f" «{cut(one_line(article.title), LONGEST)}»" if article.title else ""
    told = f", {date}" if date else ""
    return f"- {one_line(source.label)}{told}{title}: “{words}” {address or ''}".rstrip() + same
