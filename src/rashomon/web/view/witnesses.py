"""Which articles of a story are one witness, and by which words, in the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from rashomon.report.words import cut, one_line
from rashomon.web.view.marks import Words, isolated, words

if TYPE_CHECKING:
    from markupsafe import Markup

    from rashomon.model import Sharing
    from rashomon.web.view.accounts import Place
    from rashomon.web.view.claims import Shower

PASSAGES = 12
LENGTH = 240


class Witnesses(Struct, frozen=True):
    """Articles that are one witness, in one sentence, and words of each that say so."""

    why: Markup
    passages: tuple[tuple[Words, Place], ...]
    more: int


def witnesses(shower: Shower) -> list[Witnesses]:
    """What makes articles of a story one witness."""
    return [_shown(shower, sharing) for sharing in shower.shown.story.shared]


def _shown(shower: Shower, sharing: Sharing) -> Witnesses:
    letters = [shower.shown.source(article).letter for article in sharing.articles]
    who = shower.reader.listed(letters[:8] + (["…"] if len(letters) > 8 else []))
    kind = (
        sharing.why
        if sharing.certain or sharing.why not in ("agency", "translation")
        else f"{sharing.why}_perhaps"
    )
    why = shower.reader.say(f"witness.{kind}", who=who, agency=isolated(sharing.agency or ""))
    passages = []
    for passage in sharing.passages[:PASSAGES]:
        source = shower.shown.sources.get(passage.article)
        place = shower.place(passage.article, passage.start, passage.end)
        if source and place:
            text = cut(one_line(source.article.text[passage.start : passage.end]), LENGTH)
            passages.append((words(text, source.article.language), place))
    return Witnesses(why, tuple(passages), max(0, len(sharing.passages) - PASSAGES))
