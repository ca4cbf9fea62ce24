"""What an input says of itself, under whichever names it says it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Mapping


class Defaults(Struct, frozen=True, kw_only=True):
    """What holds for inputs that don't carry it: BCP 47 language, ISO 8601 day of publication, outlet."""

    language: str | None = None
    published: str | None = None
    outlet: str | None = None


class Fields(Struct, frozen=True, kw_only=True):
    """What an input says of itself, as it says it: nothing is checked or normalised yet.

    ``language_hint`` is a language that the input declares but that is often wrong (``<html lang>``).
    ``note`` says what was not read as it should be.
    """

    id: str | None = None
    url: str | None = None
    outlet: str | None = None
    language: str | None = None
    language_hint: str | None = None
    published: str | None = None
    title: str | None = None
    text: str | None = None
    note: str | None = None


# The first name with a value wins. Names are compared without case, "_", "-", "." and spaces.
ALIASES: dict[str, tuple[str, ...]] = {
    "id": ("id", "articleid", "docid", "documentid", "uuid", "guid"),
    "url": ("url", "link", "href", "weburl", "articleurl", "canonicalurl", "permalink", "uri"),
    "outlet": (
        *("outlet", "publisher", "sitename", "site", "source", "sourcename", "sourcedomain", "medianame"),
        *("media", "newspaper", "provider", "hostname", "domain"),
    ),
    "language": ("language", "lang", "languagecode", "langcode", "inlanguage", "locale"),
    "published": (
        *("published", "publishedat", "publishedon", "publisheddate", "datepublished", "datepublish"),
        *("publishdate", "publishingdate", "publicationdate", "publicationdatetime", "publishedtime"),
        *("pubdate", "webpublicationdate", "date", "datetime", "issued"),
    ),
    "title": ("title", "headline", "webtitle", "heading"),
    "text": (
        *("text", "maintext", "body", "bodytext", "articlebody", "articletext", "contenttext"),
        *("fulltext", "plaintext", "content"),
    ),
}
HTML_NAMES = ("html", "contenthtml", "rawhtml", "bodyhtml")


def plain_name(name: str) -> str:
    """A field's name without case and joints: ``date_publish`` and ``datePublish`` are one."""
    return name.lower().replace("_", "").replace("-", "").replace(".", "").replace(" ", "")


def host(url: str | None) -> str | None:
    """The host of a web address without ``www.``, or None."""
    try:
        name = urlsplit(url or "").hostname
    except ValueError:
        return None
    return name.removeprefix("www.") if name and "." in name else None


def from_mapping(record: Mapping[str, object]) -> Fields:
    """The fields of a record, whatever the usual name each goes by."""
    known = {plain_name(str(name)): value for name, value in reversed(list(record.items()))}
    found = {field: _first(known, names) for field, names in ALIASES.items()}
    outlet = found["outlet"]
    if outlet and outlet.startswith(("http://", "https://")):
        found["url"] = found["url"] or outlet
        found["outlet"] = host(outlet)
    return Fields(**found)


def html_of(record: Mapping[str, object]) -> str | None:
    """The page that a record carries instead of a text, or None."""
    return _first({plain_name(str(name)): value for name, value in record.items()}, HTML_NAMES)


def _first(known: Mapping[str, object], names: tuple[str, ...]) -> str | None:
    return next((text for name in names if (text := _as_text(known.get(name)))), None)


def _as_text(value: object) -> str | None:
    if isinstance(value, dict):  # {"name": "The Daily"}, {"$date": "2011-10-31"}, {"$oid": "…"}
        parts = (value.get(key) for key in ("name", "$date", "$oid"))
        return next((text for part in parts if (text := _as_text(part))), None)
    if isinstance(value, list):  # paragraphs
        return "\n".join(part for part in value if isinstance(part, str)) or None
    if isinstance(value, str):
        return value if value.strip() else None
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return None
