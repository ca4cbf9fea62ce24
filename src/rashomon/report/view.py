"""What terminal and page show alike: sources with their letters, numbered claims, sides of a difference."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from msgspec import Struct

from rashomon.model import (
    Article,
    Claim,
    Dossier,
    Entity,
    Evidence,
    Quantity,
    Quotation,
    Time,
    Value,
    Verdict,
)
from rashomon.report.words import amount, bounds, country_name, one_line, when

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rashomon.model import Document

VERDICTS: tuple[Verdict, ...] = ("agree", "differ", "single")
SIGNS: dict[Verdict, str] = {"agree": "=", "differ": "≠", "single": "○"}


class Source(Struct, frozen=True):
    """An article as a reader meets it. ``letter`` is short for it; ``copies`` share its origin."""

    letter: str
    label: str
    article: Article
    copies: tuple[str, ...] = ()

    @property
    def origin(self) -> str:
        """Its origin; an article without one is its own."""
        return self.article.origin or f"article {self.article.id}"


class Side(Struct, frozen=True):
    """One of the accounts that part: the value, the words that give it, and the evidence for that.

    Where the words themselves part, and no value, ``value`` and ``words`` are empty.
    """

    value: str
    words: tuple[str, ...]
    values: tuple[Value, ...]
    evidence: tuple[Evidence, ...]


class Row(Struct, frozen=True):
    """One line of a table of facts: what, in which words, and where (article, start, end)."""

    what: str
    code: str
    texts: tuple[str, ...]
    spans: tuple[Time | Quantity, ...]


class View(Struct, frozen=True):
    """A story made ready to be shown."""

    story: Dossier
    sources: dict[str, Source]
    claims: dict[Verdict, tuple[Claim, ...]]
    numbers: dict[str, int]
    entities: dict[str, Entity]

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
    claims = {
        verdict: tuple(claim for claim in story.claims if claim.verdict == verdict) for verdict in VERDICTS
    }
    claims["agree"] = tuple(claim for head, behind in families(claims["agree"]) for claim in (head, *behind))
    claims["single"] = tuple(sorted(claims["single"], key=lambda claim: _first_place(claim, order)))
    shown = [claim for verdict in VERDICTS for claim in claims[verdict]]
    numbers = {claim.id: number for number, claim in enumerate(shown, 1)}
    return View(story, sources, claims, numbers, {entity.id: entity for entity in story.entities})


def sides(claim: Claim) -> tuple[Side, ...]:
    """The accounts of a claim that differ, one side per value; one per article where the words part.

    An article joins a side where the claim knows it to give that side's value, and no other side's.
    """
    on_words = claim.difference is None or claim.difference.on in ("polarity", "scope")
    values = () if on_words or claim.difference is None else claim.difference.values
    if not values:
        return tuple(Side("", (), (), tuple(group)) for group in alike(claim.evidence))
    groups: dict[tuple[str, str, str], list[Value]] = {}
    for value in values:
        groups.setdefault(_key(value), []).append(value)
    told = {value.article for value in values}
    for article in dict.fromkeys(item.article for item in claim.evidence):
        same = [value for value in claim.values if value.article == article and _key(value) in groups]
        if article not in told and len({_key(value) for value in same}) == 1:
            groups[_key(same[0])].extend(same)
    made = []
    for group in groups.values():
        names = {value.article for value in group}
        words = tuple(dict.fromkeys(one_line(value.text) for value in group))
        evidence = tuple(item for item in claim.evidence if item.article in names)
        made.append(Side(normalised(group[0]), words, tuple(group), evidence))
    return tuple(made)


def normalised(value: Value) -> str:
    """A value's normalised form in words."""
    if value.type == "quantity":
        return amount(one_line(value.value), one_line(value.unit or "") or None)
    return when(one_line(value.value)) if value.type == "time" else one_line(value.value)


def _key(value: Value) -> tuple[str, str, str]:
    return value.type, value.value, value.unit or ""


def alike(evidence: Iterable[Evidence], text: str = "") -> list[tuple[Evidence, ...]]:
    """Evidence in groups of the same words, as copies give them; the words of ``text`` come first."""
    groups: dict[str, list[Evidence]] = {}
    for item in evidence:
        groups.setdefault(one_line(item.quote), []).append(item)
    first = one_line(text)
    return [tuple(group) for words, group in sorted(groups.items(), key=lambda group: group[0] != first)]


def families(claims: Iterable[Claim]) -> list[tuple[Claim, tuple[Claim, ...]]]:
    """Claims with those behind them that stand on much the same words.

    A sentence may serve several claims, so that the same words come again and again. A claim goes behind
    an earlier one that holds at least half of its evidence.
    """
    heads: list[tuple[Claim, set[Evidence], list[Claim]]] = []
    for claim in claims:
        own = set(claim.evidence)
        for _, held, behind in heads:
            if 2 * len(own & held) >= len(own):
                behind.append(claim)
                break
        else:
            heads.append((claim, own, []))
    return [(head, tuple(behind)) for head, _, behind in heads]


def names_of(entity: Entity) -> dict[str, str]:
    """Every name of an entity, with the languages that give it and how often: "en ×2, vi ×1"."""
    found: dict[str, list[str]] = {}
    for name in entity.names:
        found.setdefault(one_line(name.text), []).append(f"{one_line(name.language)}\u00a0×{name.count}")
    return {text: ", ".join(counts) for text, counts in found.items()}


def country_of(entity: Entity) -> str:
    """The name of an entity's country, empty where it is unknown or the entity itself."""
    name = country_name(entity.country) if entity.country else ""
    names = {entity.name.casefold(), *(given.text.casefold() for given in entity.names)}
    return "" if name.casefold() in names else name


def time_rows(times: Iterable[Time]) -> list[Row]:
    """Times of one value in one row, in the order of their values."""
    groups: dict[tuple[str, str, int], list[Time]] = {}
    for time in times:
        groups.setdefault((time.type, time.value, time.weekday or 0), []).append(time)
    rank = {"date": 0, "time": 0, "interval": 1, "duration": 2, "set": 3}
    rows = sorted(groups.items(), key=lambda group: (rank[group[0][0]], *group[0]))
    return [
        Row(when(value, weekday or None), value, _texts(spans), tuple(spans))
        for (_, value, weekday), spans in rows
    ]


def quantity_rows(quantities: Iterable[Quantity]) -> list[Row]:
    """Quantities of one value that count the same in one row, in the order they are first told in."""
    groups: dict[tuple[str, str], list[Quantity]] = {}
    for item in quantities:
        unit = one_line(item.unit) if item.unit else None
        what = bounds(item.low, item.high, approximate=item.approximate, unit=unit)
        if item.whole is not None:
            what += f" of {bounds(item.whole, item.whole)}"
        groups.setdefault((what, one_line(item.of or "")), []).append(item)
    return [Row(what, of, _texts(spans), tuple(spans)) for (what, of), spans in groups.items()]


def speakers(shown: View) -> list[tuple[str, list[tuple[Quotation, ...]]]]:
    """Who is quoted, in the order they are first quoted in; those not named come last.

    Quotations of the same words, as copies give them, stand together.
    """
    groups: dict[str, dict[tuple[str, bool], list[Quotation]]] = {}
    for quotation in shown.story.quotations:
        entity = shown.entities.get(quotation.speaker or "")
        name = one_line(entity.name if entity else quotation.speaker_text or "")
        words = one_line(quotation.text), quotation.direct
        groups.setdefault(name, {}).setdefault(words, []).append(quotation)
    unnamed = groups.pop("", None)
    if unnamed:
        groups["Speaker not named"] = unnamed
    return [(name, [tuple(same) for same in quotations.values()]) for name, quotations in groups.items()]


def by_article(claims: Iterable[Claim]) -> dict[str, list[Claim]]:
    """Claims under the article that tells them first; claims without evidence stand under ""."""
    groups: dict[str, list[Claim]] = {}
    for claim in claims:
        groups.setdefault(claim.evidence[0].article if claim.evidence else "", []).append(claim)
    return groups


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
    labels = {article.id: one_line(article.outlet or "") or one_line(article.id) for article in articles}
    shared = Counter(labels.values())
    origins: dict[str, list[str]] = {}
    letters = {}
    for index, article in enumerate(articles):
        letters[article.id] = letter(index)
        if article.origin:
            origins.setdefault(article.origin, []).append(letters[article.id])
    return {
        article.id: Source(
            letters[article.id],
            labels[article.id]
            if shared[labels[article.id]] == 1
            else f"{labels[article.id]} ({one_line(article.id)})",
            article,
            tuple(name for name in origins.get(article.origin or "", ()) if name != letters[article.id]),
        )
        for article in articles
    }


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


def _texts(spans: Iterable[Time | Quantity]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one_line(span.text) for span in spans))
