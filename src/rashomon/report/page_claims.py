"""The claims of a page: those that differ, those that agree, those of one origin alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rashomon.report.accounts import claim_id, evidence_figure, spoken, word_link
from rashomon.report.agreed import agreed
from rashomon.report.groups import alike, by_article, is_development, sides, told_at
from rashomon.report.markup import Markup, join, tag
from rashomon.report.view import (
    DEVELOPING,
    DEVELOPMENT,
    HEADINGS,
    PERHAPS,
    PERHAPS_EXPLAINED,
    SIGNS,
    backing,
    is_sure,
    more_wordings,
    reasons,
    sign,
    tally,
)
from rashomon.report.witnesses import sources_named
from rashomon.report.words import count, one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rashomon.model import Claim, Verdict
    from rashomon.report.groups import Family, Side
    from rashomon.report.view import View

LINKS = 12  # links to the words given to one source
MANY = 3  # more sides than this flow in columns, so that short ones leave no holes
EXPLAINED: dict[Verdict, str] = {
    "differ": "Told by several, who part on a figure, a time, a name or the words themselves.",
    "agree": "Told by several independent origins, with nothing that parts them.",
    "single": "Told by one origin alone. That makes it neither true nor false.",
}


def claims(shown: View, story: str, verdict: Verdict) -> Markup:
    """The section of a verdict; claims on much the same words are folded behind the first."""
    told = shown.families[verdict]
    heading = tag(
        "h2",
        tag("span", SIGNS[verdict], class_="sign", aria_hidden="true"),
        f" {HEADINGS[verdict]} ",
        tag("span", tally(shown, verdict), class_="quiet"),
    )
    explained = tag("p", EXPLAINED[verdict], *_legend(verdict), class_="quiet") if told else None
    if not told:
        only = shown.story.origins < 2 and verdict != "single"
        body = tag("p", "There is one origin only." if only else "Nothing.", class_="quiet")
    elif verdict == "single":
        groups = by_article(shown.claims[verdict])
        body = join(_alone(shown, story, article, group) for article, group in groups.items())
    else:
        body = _told(shown, story, told)
    return tag("section", heading, explained, body, id=f"{story}-{verdict}", class_=f"verdict {verdict}")


def _told(shown: View, story: str, told: Sequence[Family]) -> Markup:
    """Claims in their order; of those that agree, the ones that only may tell of one fact by themselves."""
    unsure = [family for family in told if family.head.verdict == "agree" and not is_sure(family.head)]
    surely = [family for family in told if family not in unsure]
    lists = [
        tag("ol", *(_family(shown, story, family) for family in some), class_="claims") if some else None
        for some in (surely, unsure)
    ]
    if not unsure:
        return join(one for one in lists if one)
    heading = join([tag("h3", PERHAPS), tag("p", PERHAPS_EXPLAINED, class_="quiet")])
    return join(one for one in (lists[0], heading, lists[1]) if one)


def _legend(verdict: Verdict) -> list[str]:
    """What the lines below values mean, where a verdict has them."""
    if verdict != "agree":
        return []
    both = tag("mark", "thick line", class_="value agreed")
    other = tag("mark", "dotted line", class_="value")
    return [
        " A value over a ",
        both,
        " is one that another origin gives too, over a ",
        other,
        " one that none does.",
    ]


def _family(shown: View, story: str, family: Family) -> Markup:
    show = _difference if family.head.verdict == "differ" else _agreement
    if not family.behind:
        return show(shown, story, family.head, None)
    others = [show(shown, story, claim, None) for claim in family.behind]
    summary = tag("summary", f"and {more_wordings(len(others))}")
    return show(
        shown,
        story,
        family.head,
        tag("details", summary, tag("ol", *others, class_="claims"), class_="behind"),
    )


def _agreement(shown: View, story: str, claim: Claim, behind: Markup | None) -> Markup:
    figures = [evidence_figure(shown, story, claim, group) for group in alike(claim.evidence, claim.text)]
    things = [
        tag("li", tag("bdi", thing.words), title=" · ".join(thing.texts)) for thing in agreed(shown, claim)
    ]
    line = tag("div", tag("span", "agree on"), tag("ul", *things), class_="agree-on") if things else None
    told_by = _backing(sign(claim), count(claim.origins, "independent origin"))
    named = _sources_named(shown, story, claim)
    return _claim(
        shown, story, claim, told_by, line, named, tag("div", *figures, class_="beside evidence"), behind
    )


def _sources_named(shown: View, story: str, claim: Claim) -> Markup | None:
    """Whom the articles name as the source of a claim, with links to the words that they give to it."""
    words, named = sources_named(shown, claim)
    if not named:
        return None
    items = []
    for one, attribution in zip(named, claim.attributions, strict=True):
        links = [word_link(shown, story, p.article, p.start, p.end) for p in attribution.evidence[:LINKS]]
        items.append(tag("li", tag("bdi", one.source), " ", join(links, " ")))
    return tag("div", tag("span", words), tag("ul", *items), class_="agree-on according")


def _backing(mark: str, words: str) -> Markup:
    return tag("p", tag("span", mark, class_="sign"), f" {words}", class_="backing")


def _difference(shown: View, story: str, claim: Claim, behind: Markup | None) -> Markup:
    why = [
        tag("bdi", piece) if foreign else piece
        for piece, foreign in reasons(claim.difference.why if claim.difference else "")
    ]
    on = f"on {claim.difference.on}, " if claim.difference else ""
    rises = is_development(claim)
    mark, on = (DEVELOPMENT, f"{DEVELOPING}, {on}") if rises else (SIGNS["differ"], on)
    parts = sides(claim)
    layout = "beside sides many" if len(parts) > MANY else "beside sides"
    told = {item for side in parts for item in side.evidence}
    untold = alike(item for item in claim.evidence if item not in told)
    rest = [evidence_figure(shown, story, claim, group) for group in untold]
    return _claim(
        shown,
        story,
        claim,
        tag("p", *(why or ["The accounts part."]), class_="why"),
        _backing(mark, f"{on}{count(claim.origins, 'independent origin')}"),
        _sources_named(shown, story, claim),
        tag(
            "div",
            *(_side(shown, story, claim, side) for side in parts),
            class_=layout,
        ),
        tag("p", "Also told by", class_="quiet") if rest else None,
        tag("div", *rest, class_="beside evidence") if rest else None,
        behind,
    )


def _side(shown: View, story: str, claim: Claim, side: Side) -> Markup:
    figures = [evidence_figure(shown, story, claim, group, side.values) for group in alike(side.evidence)]
    if not side.values:
        return tag("div", *figures, class_="side")
    told = {item.article for item in side.evidence}
    words = [tag("bdi", f"“{words}”") for words in side.words if words != side.value]
    return tag(
        "div",
        tag("p", f"Told {told_at(side)}", class_="quiet") if is_development(claim) else None,
        tag("p", tag("bdi", side.value), class_="value-given"),
        tag("p", join(words, ", "), class_="words-given") if words else None,
        tag("p", backing(shown, (value.article for value in side.values)), class_="quiet"),
        *figures,
        *(
            tag("p", word_link(shown, story, value.article, value.start, value.end))
            for value in side.values
            if value.article not in told
        ),
        class_="side",
    )


def _claim(shown: View, story: str, claim: Claim, *children: Markup | None) -> Markup:
    anchor = claim_id(story, shown.numbers[claim.id])
    number = str(shown.numbers[claim.id])
    link = tag("a", number, href=f"#{anchor}", class_="number", title=f"Claim {claim.id}")
    return tag("li", link, *children, id=anchor, class_=f"claim {claim.verdict}")


def _alone(shown: View, story: str, article: str, claims: list[Claim]) -> Markup:
    source = shown.source(article)
    items = [_single(shown, story, claim) for claim in claims]
    summary = tag(
        "summary",
        tag("span", source.letter, class_="letter"),
        tag("bdi", source.label),
        tag("span", f" {len(claims):,}", class_="quiet"),
    )
    return tag("details", summary, tag("ol", *items, class_="alone"), open=True)


def _single(shown: View, story: str, claim: Claim) -> Markup:
    own = [word_link(shown, story, item.article, item.start, item.end) for item in claim.evidence[:1]]
    others = claim.evidence[1:]
    also = [word_link(shown, story, item.article, item.start, item.end) for item in others[:LINKS]]
    more = f" and {count(len(others) - LINKS, 'other')}" if len(others) > LINKS else ""
    copied = [", also in ", join(also, " "), f"{more}, same origin"] if also else []
    return _claim(
        shown,
        story,
        claim,
        tag("p", one_line(claim.text), **spoken(claim.text, claim.language)),
        tag("p", *own, *copied, class_="quiet"),
    )
