"""The sources of a story as a page names them, and links to the words in their articles."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING
from urllib.parse import quote

from msgspec import Struct

from rashomon.report.view import web_address
from rashomon.report.words import one_line
from rashomon.web.view.marks import Words, words
from rashomon.web.view.moments import published

if TYPE_CHECKING:
    from rashomon.model import Claim
    from rashomon.report.view import Source, View
    from rashomon.web.view.reader import Reader

MOST_COPIES = 6  # accounts of one origin that are named


class Account(Struct, frozen=True):
    """A source: its letter, what it is called, its language's name, when it was published, and its page."""

    letter: str
    label: str
    article: str
    language: str
    told: str
    when: str
    page: str
    address: str | None
    title: Words | None
    copies: str
    origin: str


class Place(Struct, frozen=True):
    """Words of an article: whose, and the link to them."""

    account: Account
    href: str


def article_page(article: str) -> str:
    """The address of an article's page."""
    return f"/article/{quote(article, safe='')}"


def story_page(story: str) -> str:
    """The address of a story's page."""
    return f"/story/{quote(story, safe='')}"


def entity_page(name: str) -> str:
    """The address of the page of a person, organisation or place."""
    return f"/entity/{quote(one_line(name), safe='')}"


def words_anchor(start: int, end: int) -> str:
    """The anchor of some words on their article's page."""
    return f"w{start}-{end}"


def account(reader: Reader, source: Source) -> Account:
    """A source as pages name it."""
    article = source.article
    title = one_line(article.title or "")
    return Account(
        letter=source.letter,
        label=source.label,
        article=article.id,
        language=reader.language_name(article.language),
        told=article.published or "",
        when=published(reader, article.published),
        page=article_page(article.id),
        address=web_address(article.url),
        title=words(title, article.language) if title else None,
        copies=_copies(reader, source),
        origin=source.origin,
    )


def _copies(reader: Reader, source: Source) -> str:
    """The letters of the others that share its origin: "B, C and D", "B, C, D, E, F, G and 40 more"."""
    others = [letter for letter in source.alike[: MOST_COPIES + 1] if letter != source.letter][:MOST_COPIES]
    more = len(source.alike) - 1 - len(others)
    if more <= 0:
        return str(reader.listed(others).striptags())
    return f"{', '.join(others)} {reader.say('more.others', more)}"


def accounts(reader: Reader, shown: View) -> dict[str, Account]:
    """All sources of a story by their articles' ids."""
    return {article: account(reader, source) for article, source in shown.sources.items()}


def anchors(shown: View) -> dict[str, str]:
    """A lasting anchor for each claim, by its id.

    It is made of the claim's earliest words, so that later articles, which number the claims anew, leave it.
    """
    order = {name: source.article.published or "~" for name, source in shown.sources.items()}
    taken: dict[str, int] = {}
    found = {}
    for claim in shown.story.claims:
        name = _anchor(claim, order)
        taken[name] = taken.get(name, 0) + 1
        found[claim.id] = name if taken[name] == 1 else f"{name}-{taken[name]}"
    return found


def _anchor(claim: Claim, order: dict[str, str]) -> str:
    told = [(order.get(item.article, "~"), item.article, item.start, item.quote) for item in claim.evidence]
    first = repr(min(told)[1:]) if told else claim.text
    return "claim-" + blake2b(first.encode("utf-8", "replace"), digest_size=5).hexdigest()
