"""The noun phrase that a number counts, found without a tagger."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from rashomon.language import load
from rashomon.language.text import words
from rashomon.reading.quantities.bounds import last_words
from rashomon.reading.quantities.lexicon import phrases
from rashomon.reading.quantities.tokens import key_of, touching

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rashomon.reading.quantities.lexicon import Lexicon
    from rashomon.reading.quantities.tokens import Token

_APOSTROPHES = "'’"
_LONGEST_UNSPACED = 2
"""Words of a noun phrase in a script without spaces."""
_LONGEST_RUN = 12


class CountedNouns:
    """Finds what a number counts, in one language."""

    def __init__(self, language: str) -> None:
        rules = load(language).numbers
        self._language = language
        self._classifiers = phrases(rules.classifiers)
        self._skipped = phrases(rules.skipped)
        self._stops = phrases({*rules.noun_stops, *last_words(language)})
        self._links = phrases(rules.links)
        self._endings = tuple(sorted(map(key_of, rules.verb_endings)))
        self._plurals = tuple(sorted(map(key_of, rules.plural_endings)))
        self._capital_nouns = rules.capital_nouns
        self._longest = rules.longest_noun if rules.noun_stops else 1

    def after(self, tokens: Sequence[Token], i: int, limit: int, *, linked: bool) -> tuple[int, int] | None:
        """The tokens of the noun phrase that begins at or soon after token ``i``.

        Args:
            tokens: the sentence.
            i: the token after the number.
            limit: the first token that may not be part of it.
            linked: whether a word such as "of" may stand before it ("dozens *of* people").
        """
        i = self._past(self._classifiers, tokens, i)
        if linked and (link := self._links.at(tokens, i)) is not None:
            i = link[1]
        while (further := self._past(self._skipped, tokens, i)) != i:
            i = further
        if i >= limit or tokens[i].kind not in ("word", "char"):
            return None
        if tokens[i].kind == "char":
            return self._unspaced(tokens, i, limit)
        if self._stops.at(tokens, i):
            return None
        end = self._spaced(tokens, i, limit)
        if self._capital_nouns and not any(t.capital for t in tokens[i:end]):
            return None
        return (i, end) if end > i else None

    def past_classifier(self, tokens: Sequence[Token], i: int) -> int:
        """The token after a classifier that may stand at token ``i``."""
        return self._past(self._classifiers, tokens, i)

    def _spaced(self, tokens: Sequence[Token], start: int, limit: int) -> int:
        end, count, small, proper, link = start, 0, False, False, False
        while end < limit and count < self._longest:
            token = tokens[end]
            if token.key in _APOSTROPHES and end > start and end + 1 < limit and touching(tokens, end):
                end += 2
                continue
            if token.kind != "word" or self._stops.at(tokens, end) or self._opens_model(tokens, end):
                break
            if end > start and (proper and not token.capital):
                break
            found = self._links.at(tokens, end)
            if found is not None and end > start:
                after = found[1]
                if link or after >= limit or tokens[after].kind != "word" or self._stops.at(tokens, after):
                    break
                if tokens[after].capital or self._skipped.at(tokens, after):
                    break
                link, end, count = True, after + 1, count + 2
                continue
            if end > start and self._is_other(token):
                break
            proper = proper or (token.capital and (small or self._capital_nouns))
            small = small or not token.capital
            count, end = count + 1, end + 1
        return end

    def _is_other(self, token: Token) -> bool:
        """Whether a later word cannot belong to the phrase, by its ending."""
        if token.key in self._endings or (len(token.key) > 4 and token.key.endswith(self._endings)):
            return True
        return bool(self._plurals) and not token.capital and not token.key.endswith(self._plurals)

    def _unspaced(self, tokens: Sequence[Token], start: int, limit: int) -> tuple[int, int] | None:
        run = start
        while run < limit and tokens[run].kind == "char" and run - start < _LONGEST_RUN:
            run += 1
        text = "".join(t.key for t in tokens[start:run])
        if len(text) != run - start:
            return None
        end = start
        for begin, after in words(text, self._language)[: min(self._longest, _LONGEST_UNSPACED)]:
            stop = self._stops.at(tokens, start + begin)
            if start + begin != end or (stop is not None and stop[1] >= start + after):
                break
            end = start + after
            if end == start + 1:  # 人, 船: the next word is most often a verb
                break
        return (start, end) if end > start else None

    def _opens_model(self, tokens: Sequence[Token], i: int) -> bool:
        """Whether a word is the first half of a name such as "F-16"."""
        if i + 2 >= len(tokens) or tokens[i + 1].key != "-":
            return False
        return tokens[i + 2].kind == "number" and touching(tokens, i + 1)

    @staticmethod
    def _past(lexicon: Lexicon[bool], tokens: Sequence[Token], i: int) -> int:
        found = lexicon.at(tokens, i)
        return found[1] if found else i


@cache
def counted_nouns(language: str) -> CountedNouns:
    """The finder of counted nouns of a language, made once."""
    return CountedNouns(language)
