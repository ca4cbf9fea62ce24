"""Phrases looked up as sequences of tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

from rashomon.reading.quantities.tokens import key_of, tokenize

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from rashomon.reading.quantities.tokens import Token

V = TypeVar("V")
_Trie = dict[str, Any]
_HERE = ""  # no token is empty: the value of the phrase that ends here


class Lexicon(Generic[V]):
    """Phrases with what each stands for; the first meaning that is given stays."""

    def __init__(self, phrases: Mapping[str, V] | Iterable[tuple[str, V]] = ()) -> None:
        self._forward: _Trie = {}
        self._backward: _Trie = {}
        items = phrases.items() if hasattr(phrases, "items") else phrases
        for phrase, value in items:
            self.add(phrase, value)

    def add(self, phrase: str, value: V) -> None:
        """Adds a phrase unless it is known."""
        if phrase.isalpha() and phrase < "\u2e80":
            self.add_keys((key_of(phrase),), value)
        else:
            self.add_keys(tuple(t.key for t in tokenize(phrase, 0, len(phrase))), value)

    def add_words(self, phrase: str, value: V) -> None:
        """Adds a phrase of plain words, of scripts that write spaces: quicker than ``add``."""
        self.add_keys(tuple(key_of(phrase).replace("-", " ").split()), value)

    def add_keys(self, keys: tuple[str, ...], value: V) -> None:
        """Adds a phrase given as the keys of its tokens, unless it is known."""
        if keys:
            for trie, ordered in ((self._forward, keys), (self._backward, keys[::-1])):
                node = trie
                for key in ordered:
                    node = node.setdefault(key, {})
                node.setdefault(_HERE, value)

    def at(self, tokens: Sequence[Token], i: int) -> tuple[V, int] | None:
        """The longest phrase that begins at token ``i``: what it stands for, and the token after it."""
        last = len(tokens)
        if i >= last:
            return None
        node = self._forward.get(tokens[i].key)
        best = None
        while node is not None:
            i += 1
            if _HERE in node:
                best = (node[_HERE], i)
            node = node.get(tokens[i].key) if i < last else None
        return best

    def before(self, tokens: Sequence[Token], i: int) -> tuple[V, int] | None:
        """The longest phrase that ends before token ``i``: what it stands for, and its first token."""
        if i <= 0:
            return None
        node = self._backward.get(tokens[i - 1].key)
        best = None
        while node is not None:
            i -= 1
            if _HERE in node:
                best = (node[_HERE], i)
            node = node.get(tokens[i - 1].key) if i > 0 else None
        return best

    def get(self, key: str) -> V | None:
        """What a phrase of one token stands for."""
        node = self._forward.get(key)
        return None if node is None else node.get(_HERE)

    def follow(self, key: str) -> set[str] | None:
        """The second tokens of the phrases that begin with one; None where it is a phrase by itself."""
        node = self._forward.get(key, {})
        return None if _HERE in node else set(node)

    def follow_all(self, key: str) -> set[str]:
        """The second tokens of the phrases that begin with one."""
        return set(self._forward.get(key, {})) - {_HERE}

    def lasts(self) -> set[str]:
        """The tokens with which phrases end."""
        return set(self._backward)

    def firsts(self) -> set[str]:
        """The tokens with which phrases begin."""
        return set(self._forward)

    def __contains__(self, key: str) -> bool:
        return self.get(key) is not None


def phrases(known: Iterable[str]) -> Lexicon[bool]:
    """A lexicon of phrases that stand for nothing but themselves."""
    return Lexicon((phrase, True) for phrase in sorted(known))
