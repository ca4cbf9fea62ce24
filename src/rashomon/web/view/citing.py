"""A claim with its citations as plain text, to be copied."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rashomon.report.groups import alike
from rashomon.report.view import web_address
from rashomon.report.words import cut, one_line
from rashomon.web.view.differences import line
from rashomon.web.view.moments import published

if TYPE_CHECKING:
    from rashomon.model import Claim, Evidence
    from rashomon.report.view import View
    from rashomon.web.view.reader import Reader

MOST = 20  # citations of one claim
LONGEST = 600  # code points of a quotation


def citation(reader: Reader, shown: View, claim: Claim, address: str) -> str:
    """A claim, its verdict, and who says so in which words, one a line; ``address`` is where it stands."""
    parts = [f"“{cut(one_line(claim.text), LONGEST)}”", verdict(reader, claim)]
    groups = alike(claim.evidence, claim.text)
    parts += [_cited(reader, shown, item, group) for group in groups for item in group[:1]][:MOST]
    if len(groups) > MOST:
        parts.append(str(reader.say("more.others", len(groups) - MOST)))
    return "\n".join([*parts, address])


def verdict(reader: Reader, claim: Claim) -> str:
    """What was found of a claim, in one plain line."""
    if claim.verdict == "single":
        return str(reader.say("claim.single_line"))
    if claim.verdict == "agree":
        return str(reader.say("claim.agree_line", claim.origins))
    told = line(reader, claim)
    sides = f" {told.between or '≠'} ".join(told.sides)
    subject = told.subject.striptags()
    what = str(reader.say("difference.line", what=subject, sides=sides).unescape()) if sides else subject
    return str(reader.say("claim.differ_line", what=what).unescape())


def _cited(reader: Reader, shown: View, item: Evidence, group: tuple[Evidence, ...]) -> str:
    sources = [shown.source(one.article) for one in group]
    first = sources[0].article
    known = [one_line(source.label) for source in sources[:6]]
    if len(sources) > len(known):
        known[-1] += " …"
    date = published(reader, first.published)
    address = web_address(first.url)
    words = cut(one_line(item.quote), LONGEST)
    title = f" «{one_line(first.title)}»" if first.title else ""
    told = f", {date}" if date else ""
    return f"- {', '.join(known)}{told}{title}: “{words}” {address or ''}".rstrip()
