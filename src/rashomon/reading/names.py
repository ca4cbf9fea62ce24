"""Names: which spans name a person, an organisation or a place, and which of them name the same one.

Finding spans (``capitals``, ``caseless``) is apart from typing and linking them (``link``), so that a
trained tagger can give the spans.
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec import Struct

from rashomon.language.rules import load
from rashomon.model import Mention

from . import capitals, caseless
from .name_words import Word, form, is_acronym, phrase_at, phrases, words_of
from .places import Place, resolve, territory
from .spelling import normalise, same_word

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rashomon.language.rules import NameRules
    from rashomon.model import Article, EntityType, Sentence

    from .capitals import NameSpan

_LONGEST_PERSON = 5  # words, particles aside


def find_mentions(article: Article, sentences: Sequence[Sentence]) -> tuple[Mention, ...]:
    """The mentions of persons, organisations and places in an article's sentences.

    Args:
        article: the article; its ``language`` chooses the rules.
        sentences: where names are looked for, in order (page furniture is in none).

    Returns:
        The mentions in order, apart from one another. Mentions of one entity share a ``key``, which is
        stable: it begins with the type and holds a country's or a known organisation's code, a city's
        GeoNames id, or the folded name. ``country`` is an ISO 3166-1 alpha-2 code, coordinates are degrees.
    """
    finder = capitals if caseless.has_capitals(article.text) else caseless
    return link(article, finder.find_spans(article, sentences))


class _Name(Struct):
    """A span while it is worked on: ``core`` are its words' forms without particles."""

    span: NameSpan
    name: str
    core: tuple[str, ...]
    type: EntityType | None
    start: int
    end: int
    key: str | None = None
    place: Place | None = None


def link(article: Article, spans: Iterable[NameSpan]) -> tuple[Mention, ...]:
    """Type the spans that have no type yet, resolve places, and give each entity of the article its key.

    Args:
        article: the article that the spans are in.
        spans: from a finder or a tagger, in order, apart from one another. What no evidence makes a name
            is left out.
    """
    rules = load(article.language).names
    names = [name for span in spans if (name := _name(article, span, rules))]
    _known(article, names, rules)
    countries = _countries(names)
    _cities(article, names, rules, countries)
    _acronyms(names, rules)
    _organisations(article.text, names)
    _persons(names, rules)
    return tuple(_mention(article, name) for name in names if name.key and name.type)


def _mention(article: Article, name: _Name) -> Mention:
    place = name.place
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
    )


def _name(article: Article, span: NameSpan, rules: NameRules) -> _Name | None:
    """The span with titles at its front cut off its name."""
    words = words_of(article.text, span.start, span.end, rules)
    table = phrases(article.language)
    while len(words) > 1:
        title = phrase_at(words, 0, table)
        if title is None or title.kind != "title" or len(title.forms) >= len(words):
            break
        words = words[len(title.forms) :]
    if not words:
        return None
    name = " ".join(article.text[words[0].start : words[-1].end].split())
    return _Name(span, name, _core(words, rules), span.type, span.start, span.end)


def _core(words: Sequence[Word], rules: NameRules) -> tuple[str, ...]:
    forms = tuple(w.form for w in words)
    return tuple(f for f in forms if f not in rules.particles) or forms


def _known(article: Article, names: Sequence[_Name], rules: NameRules) -> None:
    """Territories and organisations that the language's data name."""
    table = phrases(article.language)
    for name in names:
        words = words_of(name.name, 0, len(name.name), rules)
        phrase = phrase_at(words, 0, table)
        if phrase is None or len(phrase.forms) != len(words) or (name.type == "person" and name.span.titled):
            continue
        if phrase.kind == "territory" and name.type in (None, "place"):
            name.type, name.place = "place", territory(phrase.value)
            name.key = f"place:{name.place.key}"
        elif phrase.kind == "body" and name.type in (None, "organisation"):
            name.type, name.key = "organisation", f"organisation:={phrase.value.casefold()}"


def _countries(names: Sequence[_Name]) -> Counter[str]:
    """How often the article names each country."""
    return Counter(n.place.country for n in names if n.place and n.place.country)


def _cities(article: Article, names: Sequence[_Name], rules: NameRules, countries: Counter[str]) -> None:
    surnames = {n.core[-1] for n in names if n.type == "person"}
    surnames |= {n.core[-1] for n in names if n.type is None and len(n.core) > 1}
    open_ = [n for n in names if n.key is None and n.type in (None, "place") and len(n.core) < 5]
    for name, place in zip(open_, resolve([n.name for n in open_], countries), strict=True):
        if name.type == "place" or (
            place and _may_be_city(article.text, name, place, surnames, countries, rules)
        ):
            name.type, name.place = "place", place
    placed = {n.core: n.place for n in names if n.type == "place" and n.place}
    for name in open_:
        if name.type is None and len(name.core) > 1 and set(name.core) & rules.place_words:
            name.type = "place"
        if name.type == "place":
            name.place = name.place or placed.get(name.core)
            name.key = f"place:{name.place.key}" if name.place else f"place:{normalise(name.name)}"


def _may_be_city(
    text: str, name: _Name, place: Place, surnames: set[str], countries: Counter[str], rules: NameRules
) -> bool:
    """Whether a name that a city bears is the city's here, not a person's or a common word."""
    if is_acronym(name.name):
        return False
    if _is_located(text, name.start, rules):
        return True
    if len(name.core) == 1 and (name.core[0] in surnames or name.core[0] in rules.given_names):
        return False
    return not name.span.doubtful or countries[place.country or ""] > 0


def _is_located(text: str, start: int, rules: NameRules) -> bool:
    """Whether a word that stands before places stands before the span."""
    before = text[max(0, start - 40) : start].split()
    if not before:
        return False
    return any(" ".join(before[-n:]).casefold() in rules.locatives for n in (1, 2, 3))


def _acronyms(names: Sequence[_Name], rules: NameRules) -> None:
    """Acronyms are organisations, and their expansions get their keys."""
    short = {}
    for name in names:
        if name.key is None and name.type in (None, "organisation") and is_acronym(name.name):
            letters = form(name.name)
            name.type, name.key = "organisation", f"organisation:{letters}"
        if name.key and name.type == "organisation" and len(name.core) == 1:
            short[form(name.name)] = name.key
    for name in names:
        if name.key is None and name.type in (None, "organisation") and len(name.core) > 1:
            words = words_of(name.name, 0, len(name.name), rules)
            for letters in (
                "".join(w.form[0] for w in words if w.capital),
                "".join(w.form[0] for w in words),
            ):
                if len(letters) > 1 and letters in short and name.key is None:
                    name.type, name.key = "organisation", short[letters]


def _organisations(text: str, names: Sequence[_Name]) -> None:
    """An organisation that an acronym in brackets follows, or the other way round, has the acronym's key."""
    for name, after in pairwise(names):
        both = name.type == after.type == "organisation" and "\n" not in text[name.end : after.start]
        if both and text[name.end : after.start].strip() == "(" and text[after.end : after.end + 1] == ")":
            short, long = (after, name) if len(after.name) < len(name.name) else (name, after)
            if is_acronym(short.name) and long.key is None:
                long.key = short.key
    known = {n.core: n.key for n in names if n.type == "organisation" and n.key}
    for name in names:
        if name.type == "organisation" and name.key is None:
            name.key = known.get(name.core) or f"organisation:{normalise(name.name)}"


def _persons(names: Sequence[_Name], rules: NameRules) -> None:
    """Full names first; then a surname joins the full name that the article uses most."""
    for name in names:
        if name.type is None and name.key is None and _looks_personal(name, rules):
            name.type = "person"
    people: list[list[_Name]] = []
    for name in (n for n in names if n.type == "person" and len(n.core) > 1):
        group = next((g for g in people if _same_full_name(g[0].core, name.core)), None)
        if group is None:
            people.append([name])
        else:
            group.append(name)
    longest = {id(g): max((n.core for n in g), key=len) for g in people}
    ranked = sorted(people, key=lambda g: (-len(g), g[0].start))
    single: dict[str, str] = {}
    for group in people:
        for name in group:
            name.key = f"person:{normalise(' '.join(longest[id(group)]))}"
    for name in names:
        if name.key is not None or len(name.core) != 1 or name.type not in (None, "person"):
            continue
        word = name.core[0]
        owner = next((g for g in ranked if same_word(longest[id(g)][-1], word)), None)
        owner = owner or next((g for g in ranked if word in longest[id(g)]), None)
        if owner is not None:
            name.type, name.key = "person", owner[0].key
        elif name.type == "person":
            name.key = single.setdefault(word, f"person:{normalise(word)}")
    for name in names:
        if name.key is None and name.type is None and len(name.core) == 1 and name.core[0] in single:
            name.type, name.key = "person", single[name.core[0]]


def _looks_personal(name: _Name, rules: NameRules) -> bool:
    if not 1 < len(name.core) <= _LONGEST_PERSON or rules.nouns_capitalised:
        return False
    words = words_of(name.name, 0, len(name.name), rules)
    if any(is_acronym(w.text) for w in words):
        return False
    barred = rules.organisation_words | rules.place_words | rules.demonyms | rules.not_names
    return not set(name.core) & barred


def _same_full_name(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two full names share first and last word, or one is the end of the other."""
    if same_word(one[0], other[0]) and same_word(one[-1], other[-1]):
        return True
    short, long = sorted((one, other), key=len)
    return all(same_word(a, b) for a, b in zip(short, long[-len(short) :], strict=True))
