"""What terminal and page show alike: sources with their letters, numbered claims, rows of facts."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from msgspec import Struct

from rashomon.model import Article, Claim, Dossier, Entity, Verdict
from rashomon.report.groups import Family, families
from rashomon.report.words import called, count, cut, listed, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rashomon.model import Document

# What parts comes first: it is what a reader has to look into.
VERDICTS: tuple[Verdict, ...] = ("differ", "agree", "single")
HEADINGS: dict[Verdict, str] = {
    "differ": "Origins differ",
    "agree": "Origins agree",
    "single": "Only one says",
}
MOST = 6  # names in a row; of more the number is told
LONGEST_LABEL = 120  # code points of an outlet's name
PERHAPS = "Perhaps the same"
PERHAPS_EXPLAINED = "Several may tell of one fact here; the words do not show it surely. Read them."
MAYBE = "≈"
SURE, SURE_WITH_FIGURE = 0.8, 0.6  # scores of claims; see docs/evaluation.md
DEVELOPMENT, DEVELOPING = "↗", "Development: later reports may supersede earlier ones"
SIGNS: dict[Verdict, str] = {"agree": "=", "differ": "≠", "single": "○"}


class Source(Struct, frozen=True):
    """An article as a reader meets it. ``letter`` is short for it; ``alike`` have its origin."""

    letter: str
    label: str
    article: Article
    alike: tuple[str, ...] = ()

    @property
    def copies(self) -> str:
        """The letters of the others that share its origin: "B and C", "B, C, D, E, F, G and 40 others"."""
        return some([name for name in self.alike[: MOST + 2] if name != self.letter], len(self.alike) - 1)

    @property
    def origin(self) -> str:
        """Its origin; an article without one is its own."""
        return self.article.origin or f"article {self.article.id}"


class View(Struct, frozen=True):
    """A story made ready to be shown. ``numbers`` and ``heads`` are by claim; a head may be its own.

    ``foreseen`` are the ids of claims that were yet to come when they were told.
    """

    story: Dossier
    sources: dict[str, Source]
    families: dict[Verdict, tuple[Family, ...]]
    claims: dict[Verdict, tuple[Claim, ...]]
    numbers: dict[str, int]
    heads: dict[str, str]
    entities: dict[str, Entity]
    foreseen: frozenset[str] = frozenset()

    def source(self, article: str) -> Source:
        """The source of an article id; an id that the document lacks is shown as it is."""
        return self.sources.get(article) or Source("?", one_line(article), Article(id=article, text=""))

    def origins(self, articles: Iterable[str]) -> int:
        """How many origins stand behind some articles."""
        return len({self.source(article).origin for article in articles})


def view(document: Document, story: Dossier) -> View:
    """A story of a document with its sources and its claims, numbered in the order they are shown in."""
    known = {article.id: article for article in document.articles}
    articles = [known.get(name) or Article(id=name, text="") for name in story.articles]
    sources = _sources(articles)
    order = {name: index for index, name in enumerate(story.articles)}
    grouped: dict[Verdict, tuple[Family, ...]] = {}
    for verdict in VERDICTS:
        claims = [claim for claim in story.claims if claim.verdict == verdict]
        if verdict == "single":
            claims.sort(key=lambda claim: _first_place(claim, order))
        grouped[verdict] = (
            tuple(Family(claim) for claim in claims) if verdict == "single" else families(claims)
        )
    grouped["agree"] = tuple(sorted(grouped["agree"], key=lambda family: not is_sure(family.head)))
    every = {
        verdict: tuple(claim for family in found for claim in (family.head, *family.behind))
        for verdict, found in grouped.items()
    }
    shown = [claim for verdict in VERDICTS for claim in every[verdict]]
    numbers = {claim.id: number for number, claim in enumerate(shown, 1)}
    heads = {
        claim.id: family.head.id
        for found in grouped.values()
        for family in found
        for claim in (family.head, *family.behind)
    }
    entities = {entity.id: entity for entity in story.entities}
    foreseen = frozenset(name for entry in story.timeline for name in entry.foreseen)
    return View(story, sources, grouped, every, numbers, heads, entities, foreseen)


def sign(claim: Claim) -> str:
    """The sign of a claim's verdict; of those that agree, it tells the sure ones from the others."""
    return SIGNS[claim.verdict] if claim.verdict != "agree" or is_sure(claim) else MAYBE


def is_sure(claim: Claim) -> bool:
    """True where the statements of a claim most likely tell of one fact: strongly aligned, or somewhat less
    and with a figure or time that agrees."""
    figure = any(value.agrees and value.type in ("quantity", "time") for value in claim.values)
    return claim.score >= (SURE_WITH_FIGURE if figure else SURE)


def tally(shown: View, verdict: Verdict) -> str:
    """How many claims have a verdict: "9, perhaps 3 more", those on much the same words apart."""
    found = shown.families[verdict]
    behind = sum(len(family.behind) for family in found)
    perhaps = len(found) - sure(shown, verdict)
    words = f"{len(found) - perhaps:,}" + (f", perhaps {perhaps:,} more" if perhaps else "")
    return words + (f", and {more_wordings(behind)}" if behind else "")


def sure(shown: View, verdict: Verdict) -> int:
    """How many claims surely have a verdict."""
    return sum(verdict != "agree" or is_sure(family.head) for family in shown.families[verdict])


def backing(shown: View, articles: Iterable[str]) -> str:
    """ "2 origins", and how many articles where some are copies: "1 origin, 2 articles"."""
    names = set(articles)
    origins = shown.origins(names)
    words = count(origins, "origin")
    return words if origins == len(names) else f"{words}, {count(len(names), 'article')}"


def more_wordings(number: int) -> str:
    """ "1 more wording", "4 more wordings"."""
    return count(number, "more wording")


def reasons(why: str) -> list[tuple[str, bool]]:
    """The sentence on what parts the accounts, in pieces; true for those that quote words or name a source.

    Each of these runs in its own direction, so that none of them reorders the sentence.
    """
    pieces = re.split(r"((?<=“)[^”]*(?=”)|(?<=\()[^()]*(?=\)))", one_line(why))
    return [(piece, index % 2 == 1) for index, piece in enumerate(pieces) if piece]


def web_address(url: str | None) -> str | None:
    """A URL that is safe as a link: http or https with a host, no control characters; else None."""
    if not url or any(letter <= " " or letter == "\x7f" or "\ud800" <= letter <= "\udfff" for letter in url):
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and host else None


def _sources(articles: list[Article]) -> dict[str, Source]:
    labels = {article.id: cut(called(article), LONGEST_LABEL) for article in articles}
    shared = Counter(labels.values())
    origins: dict[str, list[str]] = {}
    letters = {}
    for index, article in enumerate(articles):
        letters[article.id] = letter(index)
        if article.origin:
            origins.setdefault(article.origin, []).append(letters[article.id])
    together = {origin: tuple(names) for origin, names in origins.items()}
    alike = {article.id: together.get(article.origin or "", ()) for article in articles}
    return {
        article.id: Source(
            letters[article.id],
            labels[article.id]
            if shared[labels[article.id]] == 1
            else f"{labels[article.id]} ({one_line(article.id)})",
            article,
            alike[article.id],
        )
        for article in articles
    }


def some(names: Sequence[str], number: int) -> str:
    """The first of ``number`` names, and how many more there are."""
    if number <= MOST + 1:
        return listed(list(names[:number]))
    return f"{', '.join(names[:MOST])} and {count(number - MOST, 'other')}"


def letter(index: int) -> str:
    """A to Z, then AA, AB and on, for 0, 1, 2…"""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def _first_place(claim: Claim, order: dict[str, int]) -> tuple[int, int]:
    if not claim.evidence:
        return len(order), 0
    return order.get(claim.evidence[0].article, len(order)), claim.evidence[0].start
