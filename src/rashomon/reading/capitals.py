"""Where names stand, told by capital letters. A trained tagger may take this file's place."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from msgspec import Struct

from rashomon.language.rules import load

from .name_words import Phrase, Word, form, is_acronym, phrase_at, phrases, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rashomon.language.rules import NameRules
    from rashomon.model import Article, EntityType, Sentence

_LONGEST_EXPANSION = 12  # words
_LONGEST_RUN = 8


class NameSpan(Struct, frozen=True):
    """A span that may name something, its type where the words around or in it tell, and whether a title
    stands before it. ``doubtful``: the capital alone is no evidence (it opens a sentence)."""

    start: int
    end: int
    type: EntityType | None = None
    titled: bool = False
    doubtful: bool = False


class Context(Struct, frozen=True):
    """What the whole article tells of its words: how often each form is written without a capital, and
    with one where none is due."""

    small: dict[str, int]
    capital: dict[str, int]


def find_spans(article: Article, sentences: Sequence[Sentence]) -> tuple[NameSpan, ...]:
    """The spans of an article that may be names, in order and apart from one another.

    Lines in Title Case or in capitals give only phrases that the language knows and words that the other
    lines use as names.
    """
    rules, table = load(article.language).names, phrases(article.language)
    lines = [words_of(article.text, s.start, s.end, rules) for s in sentences]
    heads = [_is_headline(article.text[: s.end], w, rules) for s, w in zip(sentences, lines, strict=True)]
    plain = [words for words, head in zip(lines, heads, strict=True) if not head]
    context = Context(
        small=Counter(w.form for words in plain for w in words if not w.capital),
        capital=Counter(w.form for words in plain for w in words if w.capital and not w.first),
    )
    found: list[NameSpan] = []
    for words, head in zip(lines, heads, strict=True):
        found += (
            _in_headline(words, table) if head else _in_sentence(article.text, words, rules, table, context)
        )
    return tuple(found)


def _is_headline(text: str, words: Sequence[Word], rules: NameRules) -> bool:
    """Whether most words of a line have capitals, so that none tells of a name: a title, no sentence."""
    if rules.nouns_capitalised or len(words) < 5 or text[words[-1].end :].lstrip()[:1] in (".", "…", ";"):
        return False
    long = [w for w in words[1:] if len(w.text) > 3]
    of_long, of_all = sum(w.capital for w in long), sum(w.capital for w in words)
    return len(long) >= 3 and of_long > 0.65 * len(long) and of_all > 0.5 * len(words)


def _in_headline(words: Sequence[Word], table: dict[str, tuple[Phrase, ...]]) -> Iterator[NameSpan]:
    at = 0
    while at < len(words):
        phrase = phrase_at(words, at, table)
        if phrase and phrase.kind != "title":
            last = at + len(phrase.forms)
            yield NameSpan(words[at].start, words[last - 1].end, _type_of(phrase))
            at = last
            continue
        if words[at].capital:
            yield NameSpan(words[at].start, words[at].end, doubtful=True)
        at += 1


def _type_of(phrase: Phrase) -> EntityType:
    return "place" if phrase.kind == "territory" else "organisation"


def _in_sentence(
    text: str,
    words: Sequence[Word],
    rules: NameRules,
    table: dict[str, tuple[Phrase, ...]],
    context: Context,
) -> Iterator[NameSpan]:
    expansions = dict(_expansions(text, words, rules))
    at, titled = 0, False
    while at < len(words):
        word = words[at]
        if at in expansions:
            last = expansions[at]
            yield NameSpan(word.start, words[last - 1].end, "organisation")
            at, titled = last, False
            continue
        phrase = phrase_at(words, at, table)
        if (
            phrase
            and phrase.kind == "territory"
            and not _stands_alone(words, at, phrase, rules, table, titled, context)
        ):
            phrase = None
        if phrase:
            last = at + len(phrase.forms)
            if phrase.kind == "title":
                titled = last < len(words) and words[last].joined
            else:
                yield NameSpan(word.start, words[last - 1].end, _type_of(phrase))
                titled = titled and last < len(words) and words[last].joined
            at = last
            continue
        last = _run(words, at, rules, table, titled)
        if last > at:
            span = _span(words, at, last, rules, titled, context)
            if span:
                yield span
            titled = titled and is_acronym(word.text) and last < len(words) and words[last].joined
            at = last
            continue
        titled = titled and word.form in rules.joiners and at + 1 < len(words) and words[at + 1].joined
        at += 1


def _stands_alone(
    words: Sequence[Word],
    at: int,
    phrase: Phrase,
    rules: NameRules,
    table: dict[str, tuple[Phrase, ...]],
    titled: bool,
    context: Context,
) -> bool:
    """Whether a territory's name is no part of a longer name, nor a common word that opens a sentence."""
    last = at + len(phrase.forms)
    if words[at].first and len(phrase.forms) == 1 and not phrase.upper:
        small = words[at].form in context.small or words[at].form in rules.starters
        if small and not context.capital.get(words[at].form):
            return False
    if last < len(words) and _is_prefix(words, last):
        return False
    if titled or last == len(words):
        return True
    after = words[last]
    if after.joined and after.capital and not after.hyphened:
        follower = phrase_at(words, last, table)
        return (follower is not None and follower.kind == "title") or after.form in rules.not_names
    return True


def _is_prefix(words: Sequence[Word], after: int) -> bool:
    """Whether a word with a hyphen and a small word behind it is an adjective ("Afghanistan-like")."""
    return words[after].hyphened and not words[after].capital


def _run(
    words: Sequence[Word],
    at: int,
    rules: NameRules,
    table: dict[str, tuple[Phrase, ...]],
    titled: bool,
) -> int:
    """The end of the name that begins at words[at]: words with capitals, and particles between them."""
    if not _may_stand_in_name(words[at], rules):
        return at
    if titled and is_acronym(words[at].text):
        return at + 1
    last = at + 1
    organised = words[at].form in rules.organisation_words
    while last < len(words) and last - at < _LONGEST_RUN and words[last].joined:
        phrase = phrase_at(words, last, table)
        if phrase and (phrase.kind == "title" or titled) and last + len(phrase.forms) < len(words):
            break
        word = words[last]
        step = 1
        if not _may_stand_in_name(word, rules):
            while (
                last + step < len(words)
                and words[last + step].joined
                and step < 3
                and (
                    words[last + step - 1].form in rules.particles
                    or (organised and words[last + step - 1].form in rules.joiners)
                )
            ):
                if words[last + step].capital:
                    break
                step += 1
            between = words[last : last + step]
            fits = all(w.form in rules.particles or (organised and w.form in rules.joiners) for w in between)
            after = last + step
            if not fits or after >= len(words) or not words[after].joined:
                break
            if not _may_stand_in_name(words[after], rules):
                break
            step += 1
        organised = organised or words[last + step - 1].form in rules.organisation_words
        last += step
    return last


def _may_stand_in_name(word: Word, rules: NameRules) -> bool:
    return (
        word.capital
        and word.form not in rules.elisions
        and not (word.form in rules.not_names or word.text.replace(".", "") in rules.not_names)
    )


def _span(
    words: Sequence[Word], at: int, last: int, rules: NameRules, titled: bool, context: Context
) -> NameSpan | None:
    """The run as a span, without a word that only opens the sentence and without an adjective's part."""
    while at < last and words[at].first and not titled and not is_acronym(words[at].text):
        opener = words[at].form in rules.starters or (
            words[at].form in context.small and not context.capital.get(words[at].form)
        )
        if not opener:
            break
        at += 1
        while at < last and not words[at].capital:
            at += 1
    if at == last:
        return None
    if last < len(words) and _is_prefix(words, last) and not is_acronym(words[last - 1].text):
        last -= 1
        while last > at and not words[last - 1].capital:
            last -= 1
        if at == last:
            return None
    doubtful = words[at].first and last - at == 1 and not titled and not context.capital.get(words[at].form)
    kind: EntityType | None = "person" if titled and not is_acronym(words[at].text) else None
    forms = [w.form for w in words[at:last]]
    if any(f in rules.organisation_words for f in forms) and (last - at > 1):
        kind = "organisation"
    return NameSpan(words[at].start, words[last - 1].end, kind, titled, doubtful)


def _expansions(text: str, words: Sequence[Word], rules: NameRules) -> Iterator[tuple[int, int]]:
    """Names that an acronym in brackets follows: (first word, end). They begin at the nearest word of an
    organisation to the left, or where the initials fit (after Schwartz and Hearst 2003)."""
    for i in range(1, len(words)):
        if not is_acronym(words[i].text) or text[words[i - 1].end : words[i].start].strip() != "(":
            continue
        if text[words[i].end : words[i].end + 1] != ")":
            continue
        first = _expansion_start(words, i, rules)
        if first is not None:
            yield first, i


def _expansion_start(words: Sequence[Word], end: int, rules: NameRules) -> int | None:
    letters = form(words[end].text)
    lowest = end - 1
    while lowest > 0 and end - lowest < _LONGEST_EXPANSION and words[lowest].joined:
        lowest -= 1
    for first in range(end - 1, lowest - 1, -1):
        if not words[first].capital:
            continue
        initials = "".join(w.form[0] for w in words[first:end])
        capitals = "".join(w.form[0] for w in words[first:end] if w.capital)
        if letters in (initials, capitals) and end - first > 1:
            return first
    for first in range(lowest, end - 1):
        two = f"{words[first].form} {words[first + 1].form}"
        if words[first].capital and {words[first].form, two} & rules.organisation_words:
            return first
    return None
