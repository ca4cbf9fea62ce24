"""What an input says of itself, checked and put in order: an Article, or why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rashomon.model import Article, FileArticle, Unread
from rashomon.sources import dates
from rashomon.sources.decode import clean
from rashomon.sources.fields import Defaults, Fields, host

if TYPE_CHECKING:
    from collections.abc import Iterator

# Longer than any report: the states of this many characters' tokens still fit in memory.
MOST_CHARACTERS = 300_000
_LONGEST_LINE = 1_000


class Finisher:
    """Makes articles with ids that are unique within one reading."""

    def __init__(self, defaults: Defaults) -> None:
        self._defaults = defaults
        self._ids: set[str] = set()

    def finish(
        self, fields: Fields, where: str, path: str | None, stem: str, *, alone: bool = False
    ) -> Iterator[Article | Unread]:
        """The article, before it an Unread for each thing that was not understood or kept as it was.

        ``alone``: it is all that the file at ``path`` holds.
        """
        text, replaced = clean((fields.text or "").removeprefix("\ufeff"))
        if why := _unfit(text):
            yield Unread(where, why)
            return
        if fields.note:
            yield Unread(where, fields.note)
        if replaced:
            yield Unread(where, f"{replaced} control characters were replaced by U+FFFD")
        language, wrong = self._language(fields, text)
        if wrong:
            yield Unread(where, f"no language that is known: {wrong!r}; detected instead: {language}")
        published, wrong = self._published(fields, language)
        if wrong:
            yield Unread(where, f"day of publication not understood, left unknown: {wrong!r}")
        url = _line(fields.url)
        kind = FileArticle if alone and path else Article
        yield kind(
            id=self._unique(_line(fields.id) or stem),
            path=path,
            url=url,
            outlet=_line(fields.outlet) or self._defaults.outlet or host(url),
            language=language,
            published=published,
            title=_line(fields.title),
            text=text,
        )

    def _language(self, fields: Fields, text: str) -> tuple[str, str | None]:
        from rashomon.sources import languages

        given = _line(fields.language)
        if given and (code := languages.normalise(given)):
            return code, None
        wrong = given if given and given.lower() not in ("und", "unknown", "none", "null") else None
        default = languages.normalise(self._defaults.language or "")
        if default and not wrong:
            return default, None
        found = languages.detect(text)
        hint = languages.normalise(fields.language_hint or "")
        if hint and hint != found and not languages.is_sure(text, found):
            found = hint
        return found, wrong

    def _published(self, fields: Fields, language: str) -> tuple[str | None, str | None]:
        given = _line(fields.published)
        if given and (found := dates.normalise(given, language)):
            return found, None
        return self._defaults.published, given

    def _unique(self, wanted: str) -> str:
        unique, number = wanted, 1
        while unique in self._ids:
            number += 1
            unique = f"{wanted}-{number}"
        self._ids.add(unique)
        return unique


def _unfit(text: str) -> str | None:
    if not text.strip():
        return "empty"
    if not any(map(str.isalpha, text)):
        return "no words in it"
    if len(text) > MOST_CHARACTERS:
        return f"{len(text):,} characters of text, longer than a report is ({MOST_CHARACTERS:,} at most)"
    return None


def _line(value: str | None) -> str | None:
    """A field as one clean line, or None where it has none."""
    if not value:
        return None
    return clean(" ".join(value.split())[:_LONGEST_LINE])[0].strip() or None
