"""Which words of a line are names, told by capital letters and the words around them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from rashomon.reading.names.words import Phrase, Word, is_acronym, phrase_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from rashomon.language.reading_rules import NameRules
    from rashomon.model import EntityType

_LONGEST_RUN = 8


class NameSpan(Struct, frozen=True, gc=False):
    """A span that may name something, its type where the words around or in it tell, and whether a title
    stands before it. ``doubtful``: the capital alone is no evidence (it opens a sentence)."""

    start: int
    end: int
    type: EntityType | None = None
    titled: bool = False
    doubtful: bool = False


class Context(Struct, frozen=True, gc=False):
    """What the whole article tells of its words: the forms that it writes without a capital, and those with
    one where none is due."""

    small: AbstractSet[str]
    capital: AbstractSet[str]


def is_headline(text: str, end: int, words: Sequence[Word], rules: NameRules) -> bool:
    """Whether most words of a line have capitals, so that none tells of a name: a title, no sentence."""
    if rules.nouns_capitalised or len(words) < 5:
        return False
    if len([word for word in words if word.capital]) * 2 <= len(words):
        return False
    if text[words[-1].end : end].lstrip()[:1] in (".", "…", ";"):
        return False
    long = [w for w in words[1:] if len(w.text) > 3]
    of_long = sum(w.capital for w in long)
    return len(long) >= 3 and of_long > 0.65 * len(long)


def in_headline(words: Sequence[Word], table: dict[str, tuple[Phrase, ...]]) -> Iterator[NameSpan]:
    """The names of a line in which capitals tell nothing: known phrases, and words that may be names."""
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


class Line(Struct, frozen=True):
    """A sentence's words with what is known about words: the language's and the article's."""

    words: Sequence[Word]
    rules: NameRules
    table: dict[str, tuple[Phrase, ...]]
    context: Context

    def joins(self, at: int) -> bool:
        """Whether a word stands here and only white space or a hyphen parts it from the one before."""
        return at < len(self.words) and self.words[at].joined

    def phrase(self, at: int) -> Phrase | None:
        return phrase_at(self.words, at, self.table)

    def may_name(self, at: int) -> bool:
        """Whether a word may be a part of a name: it has a capital, and isn't always written so."""
        word, rules = self.words[at], self.rules
        return word.capital and word.form not in rules.elisions and word.form not in rules.not_names

    def opens(self, at: int) -> bool:
        """Whether the word has its capital only because it opens the sentence."""
        form, rules = self.words[at].form, self.rules
        if not self.words[at].first:
            return False
        if form in rules.starters and (form in rules.particles or form in rules.joiners):
            return True
        return (form in rules.starters or form in self.context.small) and form not in self.context.capital

    def is_adjective(self, last: int) -> bool:
        """Whether a hyphen and a small word behind a name make it an adjective ("Afghanistan-like")."""
        return last < len(self.words) and self.words[last].hyphened and not self.words[last].capital


# What stands before a word: nothing of interest, a title, or a title and "of" ("minister of").
_NOTHING, _TITLE, _TITLE_OF = 0, 1, 2


def in_line(line: Line, expanded: dict[int, int]) -> Iterator[NameSpan]:
    """The names of a line. ``expanded`` are those that an acronym follows: first word, end."""
    words, rules = line.words, line.rules
    at, before = 0, _NOTHING
    while at < len(words):
        if before == _NOTHING and not words[at].capital and words[at].form not in line.table:
            at += 1
            continue
        if at in expanded:
            last = expanded[at]
            yield NameSpan(words[at].start, words[last - 1].end, "organisation")
            at, before = last, _NOTHING
            continue
        phrase = line.phrase(at)
        if phrase and phrase.kind == "territory" and not _stands_alone(line, at, phrase, before != _NOTHING):
            phrase = None
        if phrase:
            last = at + len(phrase.forms)
            if phrase.kind != "title":
                yield NameSpan(words[at].start, words[last - 1].end, _type_of(phrase))
            abbreviated = phrase.kind == "title" and last < len(words) and words[last].stopped
            titled = phrase.kind == "title" or before != _NOTHING
            at, before = last, _TITLE if titled and (abbreviated or line.joins(last)) else _NOTHING
            continue
        last = _run(line, at, before != _NOTHING)
        if expanded:
            last = min([last, *(first for first in expanded if first > at)])
        if last > at:
            first = at + 1 if before == _TITLE_OF and _is_office(line, at, last) else at
            span = _span(line, first, last, before == _TITLE or first > at)
            if span:
                yield span
            before = _TITLE if before and is_acronym(words[at].text) and line.joins(last) else _NOTHING
            at = last
            continue
        of = (
            before != _NOTHING
            and (words[at].form in rules.joiners or words[at].form in rules.elisions)
            and line.joins(at + 1)
        )
        before = _TITLE_OF if of else _NOTHING
        at += 1


def _stands_alone(line: Line, at: int, phrase: Phrase, titled: bool) -> bool:
    """Whether a territory's name is no part of a longer name, nor a common word that opens a sentence."""
    last = at + len(phrase.forms)
    if len(phrase.forms) == 1 and not phrase.upper and line.opens(at):
        return False
    if line.is_adjective(last):
        return False
    if titled or not line.joins(last) or not line.words[last].capital or line.words[last].hyphened:
        return True
    follower = line.phrase(last)
    return (follower is not None and follower.kind != "territory") or not line.may_name(last)


def _run(line: Line, at: int, titled: bool) -> int:
    """The end of the name that begins at this word: words with capitals, and particles between them."""
    words, rules = line.words, line.rules
    if not line.may_name(at):
        return at
    if titled and is_acronym(words[at].text):
        return at + 1
    organised = words[at].form in rules.organisation_words
    last = at + 1
    if line.joins(last) and f"{words[at].form} {words[last].form}" in rules.organisation_words:
        organised, last = True, at + 2
    while last - at < _LONGEST_RUN and line.joins(last):
        phrase = line.phrase(last)
        if phrase and (phrase.kind != "territory" or titled) and line.joins(last + len(phrase.forms)):
            break
        if phrase and phrase.kind == "body":
            break
        after = last
        while after - last < 3 and line.joins(after) and _may_join(line, at, after, organised, titled):
            after += 1
        if not line.joins(after) or not line.may_name(after):
            break
        if after > last and not organised and line.phrase(after):
            break
        organised = organised or words[after].form in rules.organisation_words
        last = after + 1
    if rules.syllables and organised and line.joins(last) and words[last].form not in rules.after_names:
        last += not words[last].capital and line.phrase(last) is None
    return last


def _may_join(line: Line, first: int, at: int, organised: bool, titled: bool) -> bool:
    """Whether a small word stands inside a name: a particle, or a joiner in an organisation's name.

    A particle that is also an everyday word ("de") needs a title or a known given name before it.
    """
    word, rules = line.words[at], line.rules
    if word.capital:
        return False
    if rules.syllables and organised and line.words[at - 1].capital and line.joins(at + 1):
        return word.form not in rules.after_names and line.phrase(at + 1) is None
    if word.form in rules.joiners or word.form in rules.elisions:
        return organised or (
            word.form in rules.particles and (titled or line.words[first].form in rules.given_names)
        )
    return word.form in rules.particles


def _is_office(line: Line, at: int, last: int) -> bool:
    """Whether the first word of a run behind "minister of" belongs to the office: the rest is the name."""
    words, rules = line.words, line.rules
    forms = {word.form for word in words[at:last]}
    return last - at > 1 and words[at].form not in rules.given_names and not forms & rules.organisation_words


def _span(line: Line, at: int, last: int, titled: bool) -> NameSpan | None:
    """The run as a span, without a word that only opens the sentence and without an adjective's part."""
    words, rules = line.words, line.rules
    while at < last and not titled and not is_acronym(words[at].text) and line.opens(at):
        at += 1
        while at < last and not words[at].capital:
            at += 1
    if at < last and line.is_adjective(last) and not is_acronym(words[last - 1].text):
        last -= 1
        while last > at and not words[last - 1].capital:
            last -= 1
    if at == last or _is_shouted(words, at, last):
        return None
    forms = [word.form for word in words[at:last]]
    titled = titled and not is_acronym(words[at].text)
    kind: EntityType | None = "person" if titled else None
    pair = f"{words[at].form} {words[at + 1].form}" if last - at > 2 else ""
    organised = not rules.organisation_words.isdisjoint(forms)
    if last - at > 1 and (organised or pair in rules.organisation_words):
        kind = "organisation"
    elif organised or not rules.place_words.isdisjoint(forms):
        kind, titled = None, False
    doubtful = (
        words[at].first and last - at == 1 and not titled and words[at].form not in line.context.capital
    )
    return NameSpan(words[at].start, words[last - 1].end, kind, titled, doubtful)


def _is_shouted(words: Sequence[Word], at: int, last: int) -> bool:
    """Whether a run is a part of a line in capitals, which tell nothing: "LIVE: MINISTER RESIGNS"."""
    if not words[at].text.isupper():
        return False
    beside = [words[i].text for i in (at - 1, last) if 0 <= i < len(words) and len(words[i].text) > 1]
    here = [word.text for word in words[at:last]]
    long = [text for text in here + beside if text.isupper() and len(text) > 1]
    return len(long) > 1 and max(map(len, long)) > 4
