"""Names: which spans name a person, an organisation or a place, and which of them name the same one.

Finding spans (``cased``, ``caseless``) is apart from typing and linking them (``link``), so that a
trained tagger can give the spans.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from msgspec.structs import replace

from rashomon.language.rules import load
from rashomon.model import Mention
from rashomon.reading.names import cased, caseless
from rashomon.reading.names.acronyms import name_acronyms, name_organisations
from rashomon.reading.names.again import again
from rashomon.reading.names.candidate import Name
from rashomon.reading.names.cities import find_cities
from rashomon.reading.names.persons import find_persons
from rashomon.reading.names.places import candidates, territory
from rashomon.reading.names.spelling import normalise
from rashomon.reading.names.widen import widen
from rashomon.reading.names.words import (
    Phrase,
    Word,
    phrase_at,
    phrases,
    territories,
    words_of_name,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from collections.abc import Set as AbstractSet

    from rashomon.language.reading_rules import NameRules
    from rashomon.model import Article, Sentence
    from rashomon.reading.names.capitals import NameSpan


def find_mentions(
    article: Article, sentences: Sequence[Sentence], tagged: Sequence[NameSpan] | None = None
) -> tuple[Mention, ...]:
    """The mentions of persons, organisations and places in an article's sentences.

    Args:
        article: the article; its ``language`` chooses the rules.
        sentences: where names are looked for, in order (page furniture is in none).
        tagged: the spans that a trained tagger found, in order; the rules for words add what they alone
            know. None: the rules for capitals find all the spans.

    Returns:
        The mentions in order, apart from one another. Mentions of one entity share a ``key``, which is
        stable: it begins with the type and holds a country's or a known organisation's code, a city's
        GeoNames id, or the folded name. ``country`` is an ISO 3166-1 alpha-2 code, coordinates are degrees.
    """
    has_capitals = caseless.has_capitals(article.text)
    ruled = (cased if has_capitals else caseless).find_spans(article, sentences)
    if tagged is None:
        return link(article, ruled)
    joined = _joined(ruled, widen(article.text, article.language, tagged))
    return link(article, again(article, sentences, joined) if has_capitals else joined)


def _joined(ruled: Sequence[NameSpan], tagged: Sequence[NameSpan]) -> list[NameSpan]:
    """The tagged spans, and the ruled ones whose type words tell ("the … Council") or a title.

    Where such a span and a tagged one overlap, the tagged one stays if it holds the other whole.
    """
    joined = []
    for span, beside in _beside(tagged, ruled):
        known = [r for r in beside if r.type is not None]
        if not known or any(span.start <= r.start and r.end <= span.end for r in known):
            joined.append(replace(span, titled=True) if any(r.titled for r in beside) else span)
    told = [r for r in ruled if r.type or r.titled]
    joined += [r for r, beside in _beside(told, joined) if not beside]
    return sorted(joined, key=lambda span: span.start)


def _beside(
    spans: Sequence[NameSpan], others: Sequence[NameSpan]
) -> list[tuple[NameSpan, Sequence[NameSpan]]]:
    """Each span with those of the others that overlap it; both in order and apart from one another."""
    ends, starts = [other.end for other in others], [other.start for other in others]
    return [(span, others[bisect_right(ends, span.start) : bisect_left(starts, span.end)]) for span in spans]


def link(article: Article, spans: Iterable[NameSpan]) -> tuple[Mention, ...]:
    """Type the spans that have no type yet, resolve places, and give each entity of the article its key.

    Args:
        article: the article that the spans are in.
        spans: from a finder or a tagger, in order, apart from one another. What no evidence makes a name
            is left out.
    """
    rules = load(article.language).names
    spans = tuple(spans)
    if rules.clitics:
        said = frozenset(article.text[span.start : span.end] for span in spans)
        spans = tuple(_without_clitic(article, span, rules, said) for span in spans)
    names = [name for span in spans if (name := _name(article, span))]
    _known(article, names)
    _foreign(names, rules)
    countries = _countries(names)
    find_cities(article, names, rules, countries)
    name_acronyms(names, article.language)
    name_organisations(article.text, names)
    find_persons(article, names)
    return tuple(_mention(article, name) for name in names if name.key and name.type)


def _mention(article: Article, name: Name) -> Mention:
    place = name.place
    unresolved = name.type == "place" and place is None
    return Mention(
        article=article.id,
        start=name.start,
        end=name.end,
        text=article.text[name.start : name.end],
        name=name.name,
        type=name.type or "person",
        key=name.key or "",
        country=place.country if place else None,
        latitude=place.latitude if place else None,
        longitude=place.longitude if place else None,
        geonames=place.geonames if place else None,
        candidates=candidates(name.name) if unresolved else (),
    )


def _without_clitic(article: Article, span: NameSpan, rules: NameRules, said: frozenset[str]) -> NameSpan:
    """The span without a word written onto its front, where what is left is an article and a word, a name
    that the language knows, or another name of the text."""
    text = article.text[span.start : span.end]
    for clitic in _by_length(rules.clitics):
        rest = text.removeprefix(clitic)
        if rest == text or len(rest) < 3:
            continue
        before_article = clitic in _before_article(rules.clitics) and len(rest) > 4
        if (before_article and rest.startswith(_articles(rules.clitics))) or (
            rest in said or _phrase_of(rest, article.language)
        ):
            return replace(span, start=span.start + len(clitic))
    return span


@cache
def _by_length(clitics: frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted(clitics, key=lambda clitic: (-len(clitic), clitic)))


@cache
def _articles(clitics: frozenset[str]) -> tuple[str, ...]:
    """What a clitic may have behind it in the list and is none itself: the article, which is of the name."""
    rests = {long.removeprefix(short) for long in clitics for short in clitics if long.startswith(short)}
    return tuple(sorted(rests - clitics - {""}))


@cache
def _before_article(clitics: frozenset[str]) -> frozenset[str]:
    return frozenset(c for c in clitics if any(c + article in clitics for article in _articles(clitics)))


def _name(article: Article, span: NameSpan) -> Name | None:
    """The span with titles at its front cut off its name: no organisation has one ("Justice Ministry")."""
    titled = span.type not in ("organisation", "place")
    told = _without_titles(article.text[span.start : span.end], article.language, titled=titled)
    return Name(span, *told, span.type, span.start, span.end) if told else None


@lru_cache(maxsize=16384)
def _without_titles(text: str, language: str, *, titled: bool) -> tuple[str, tuple[str, ...]] | None:
    """A name without the titles at its front, and its core; None where there are no words."""
    words = words_of_name(text, language)
    table = phrases(language)
    while titled and len(words) > 1:
        title = phrase_at(words, 0, table)
        if title is None or title.kind != "title" or len(title.forms) >= len(words):
            break
        words = words[len(title.forms) :]
    if not words:
        return None
    name = " ".join(text[words[0].start : words[-1].end].split())
    return name, _core(words, load(language).names)


def _core(words: Sequence[Word], rules: NameRules) -> tuple[str, ...]:
    forms = tuple(w.form for w in words)
    return tuple(f for f in forms if f not in rules.particles) or forms


@lru_cache(maxsize=16384)
def _phrase_of(name: str, language: str) -> Phrase | None:
    """The phrase of the language that a name is, from its first word to its last."""
    words = words_of_name(name, language)
    phrase = phrase_at(words, 0, phrases(language)) if words else None
    return phrase if phrase and len(phrase.forms) == len(words) else None


def _known(article: Article, names: Sequence[Name]) -> None:
    """Territories and organisations that the language's data name."""
    for name in names:
        phrase = _phrase_of(name.name, article.language)
        if phrase is None or (name.type == "person" and name.span.titled):
            continue
        if phrase.kind == "territory" and name.type in (None, "place"):
            name.type, name.place = "place", territory(phrase.value)
            name.key = f"place:{name.place.key}"
        elif phrase.kind == "body" and name.type in (None, "organisation"):
            name.type, name.key = "organisation", f"organisation:={phrase.value.casefold()}"


def _foreign(names: Sequence[Name], rules: NameRules) -> None:
    """Territories by their names in other languages: tags and quoted words keep theirs."""
    known = _foreign_territories(rules.borrows)
    surnames = {n.core[-1] for n in names if n.type == "person" or len(n.core) > 1}
    for name in names:
        code = known.get(normalise(name.name)) if name.type is None and name.key is None else None
        last = name.core[-1]
        if code and not name.span.doubtful and last not in surnames and last not in rules.given_names:
            name.type, name.place = "place", territory(code)
            name.key = f"place:{name.place.key}"


@cache
def _foreign_territories(languages: AbstractSet[str]) -> dict[str, str]:
    """The names of territories in other languages that mean one territory only."""
    found: dict[str, set[str]] = {}
    for language in sorted(languages):
        for code, name in territories(language):
            found.setdefault(normalise(name), set()).add(code)
    return {name: min(all_) for name, all_ in found.items() if len(all_) == 1 and len(name) > 4}


def _countries(names: Sequence[Name]) -> Counter[str]:
    """How often the article names each country."""
    return Counter(n.place.country for n in names if n.place and n.place.country)
