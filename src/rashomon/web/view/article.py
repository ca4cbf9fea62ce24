"""An article ready for its page: its text with everything that was found in it marked, and its versions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from rashomon.report.accounts import PARTING
from rashomon.report.markup import Mark, join, tag
from rashomon.report.view import VERDICTS, sign, view, web_address
from rashomon.web.view.accounts import anchors, article_page, story_page, words_anchor
from rashomon.web.view.amounts import quantity_words
from rashomon.web.view.bylines import Byline, byline, story_title, titled
from rashomon.web.view.differences import Line, line
from rashomon.web.view.marks import Words, blocks, tongue, words
from rashomon.web.view.moments import published, when
from rashomon.web.view.partners import address, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markupsafe import Markup

    from rashomon.library.looking import ArticleRow
    from rashomon.library.packing import Said
    from rashomon.library.revisions import VersionRow
    from rashomon.model import Claim, Document
    from rashomon.report.view import View
    from rashomon.web.view.reader import Reader

BESIDE = 3  # accounts that it can be read side by side with at once
SENTENCES = 60  # of a version that are shown


class Version(Struct, frozen=True):
    """What a version changed."""

    number: int
    added: str
    new: tuple[Words, ...]
    gone: tuple[Words, ...]
    more: int


class Parting(Struct, frozen=True):
    """A difference in which the article takes part."""

    number: int
    page: str
    line: Line


class ArticleShown(Struct, frozen=True, kw_only=True):
    """Everything on an article's page."""

    id: str
    byline: Byline
    address: str | None
    story: str
    story_title: Words
    text: tuple[Markup, ...]
    lang: str
    dir: str
    alike: tuple[tuple[str, str], ...]
    beside: tuple[tuple[str, str], ...]
    counts: dict[str, int]
    parting: tuple[Parting, ...]
    versions: tuple[Version, ...]


def show(
    reader: Reader, row: ArticleRow, said: Said, versions: Sequence[VersionRow], document: Document
) -> ArticleShown:
    """An article of a library for a reader.

    Args:
        reader: who reads.
        row: the article as it is listed.
        said: its newest version, with all that was read in it.
        versions: what each version changed, the first first.
        document: its story.
    """
    article = said.article
    shown = view(document, document.stories[0])
    source = shown.source(article.id)
    claims = [*_claims(reader, shown, row)]
    lang, direction = tongue(article.text, article.language)
    layers = [*_furniture(said), *claims, *_facts(reader, said), *_names(said), *_quotations(said)]
    alike = [
        one for one in shown.sources.values() if one.origin == source.origin and one.article.id != article.id
    ]
    return ArticleShown(
        id=row.id,
        byline=byline(reader, article),
        address=web_address(article.url),
        story=story_page(row.story),
        story_title=story_title(
            reader, document.stories[0].title, [titled(one) for one in document.articles]
        ),
        text=_apart(blocks(article.text, layers), article.text),
        lang=lang,
        dir=direction,
        alike=tuple((one.label, article_page(one.article.id)) for one in alike),
        beside=tuple(
            (shown.source(other).label, address([article.id, other]))
            for other in nearest(shown, article.id)[:BESIDE]
        ),
        counts={
            "claims": len(claims),
            "values": len(said.times) + len(said.quantities),
            "read": len(said.times) + len(said.quantities),
            "names": len(said.mentions),
            "quotations": len(said.quotations),
            "furniture": len(article.boilerplate),
        },
        parting=tuple(_parting(reader, shown, row)),
        versions=tuple(_version(reader, one, article.language) for one in versions),
    )


def _version(reader: Reader, one: VersionRow, language: str) -> Version:
    new, gone = (tuple(words(text, language) for text in some[:SENTENCES]) for some in (one.new, one.gone))
    more = max(0, len(one.new) - SENTENCES) + max(0, len(one.gone) - SENTENCES)
    return Version(one.version, published(reader, one.added), new, gone, more)


def _parting(reader: Reader, shown: View, row: ArticleRow) -> Iterator[Parting]:
    named = anchors(shown)
    for family in shown.families["differ"]:
        if any(item.article == row.id for item in family.head.evidence):
            page = f"{story_page(row.story)}#{named[family.head.id]}"
            yield Parting(shown.numbers[family.head.id], page, line(reader, family.head))


def _furniture(said: Said) -> Iterator[Mark]:
    for start, end in said.article.boilerplate:
        yield Mark(start, end, ("furniture",))


def _claims(reader: Reader, shown: View, row: ArticleRow) -> Iterator[Mark]:
    """The statements that claims stand on, each with links to those on the story's page."""
    named = anchors(shown)
    told: dict[tuple[int, int], dict[str, Claim]] = {}
    for verdict in VERDICTS:
        for claim in shown.claims[verdict]:
            for item in claim.evidence:
                if item.article == row.id:
                    told.setdefault((item.start, item.end), {}).setdefault(shown.heads[claim.id], claim)
            for value in claim.difference.values if claim.difference else ():
                if value.article == row.id:
                    yield Mark(value.start, value.end, PARTING)
    for (start, end), claims in told.items():
        strongest = next(
            verdict for verdict in VERDICTS if any(c.verdict == verdict for c in claims.values())
        )
        links = [
            tag(
                "a",
                f"{sign(claim)}{shown.numbers[claim.id]}",
                href=f"{story_page(row.story)}#{named[claim.id]}",
                class_=claim.verdict,
                aria_label=f"{reader.say('claim.number', number=shown.numbers[claim.id])}, "
                f"{reader.say(f'verdict.{claim.verdict}')}",
            )
            for claim in claims.values()
        ]
        yield Mark(start, end, ("said", strongest), words_anchor(start, end), tag("sup", join(links, " ")))


def _facts(reader: Reader, said: Said) -> Iterator[Mark]:
    for time in said.times:
        read = when(reader, time.value, time.weekday)
        yield _fact(time.start, time.end, "time", read, reader.language)
    for quantity in said.quantities:
        read = quantity_words(reader, quantity)
        yield _fact(quantity.start, quantity.end, "quantity", read, reader.language)


def _fact(start: int, end: int, kind: str, read: str, language: str) -> Mark:
    """A value in the text; what was read in it stands behind it, for those who want to see it."""
    after = tag("span", f" [{read}]", class_="read", lang=language, dir="auto")
    return Mark(start, end, ("fact", kind), words_anchor(start, end), after)


def _names(said: Said) -> Iterator[Mark]:
    for mention in said.mentions:
        yield Mark(
            mention.start, mention.end, ("name", mention.type), words_anchor(mention.start, mention.end)
        )


def _quotations(said: Said) -> Iterator[Mark]:
    for quotation in said.quotations:
        yield Mark(quotation.start, quotation.end, ("spoken",), words_anchor(quotation.start, quotation.end))


def _apart(made: tuple[Markup, ...], text: str) -> tuple[Markup, ...]:
    """Paragraphs with an empty line between them, where the text has none."""
    return made if "\n\n" in text else tuple(one.replace("\n", "\n\n") for one in made)
