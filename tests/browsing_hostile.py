"""A library that would do harm: markup, scripts, direction marks, endless words, ten thousand stories."""

from __future__ import annotations

from typing import TYPE_CHECKING

from library_work import QuickEncoder
from sqlalchemy import insert, select

from rashomon.library import add_articles, open_library
from rashomon.library.tables import articles, stories
from rashomon.model import Article

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from sqlalchemy import Row

STORIES = 10_000
LONG = 300_000  # characters of one article
WORD = 1_000_000
RUN = "canary.push('it ran')"
MARKUP = (
    f"<script>{RUN}</script>",
    f"<img src=x onerror={RUN}>",
    f"</title></textarea></style></script><svg onload={RUN}>",
    f"\"><a href=\"javascript:{RUN}\" onmouseover='{RUN}' style='position:fixed;inset:0'>over all</a>",
    f"{{{{ {RUN} }}}} {{% include 'base.html' %}} ${{{RUN}}}",
    "\u202e\u2066\u200f to the left \u202d\u2067 and on \u0000\u001b[31m\ufffe",
    "<iframe srcdoc='<script>parent." + RUN + "</script>'></iframe><base href=//elsewhere.example>",
    "<meta http-equiv=refresh content='0;url=//elsewhere.example'><form action=//elsewhere.example>",
    "a\u0300" * 3_000 + "\u0489" * 3_000,
)
ADDRESSES = (
    f"javascript:{RUN}",
    f"JaVaScRiPt:{RUN}//https://",
    f"data:text/html,<script>{RUN}</script>",
    f"https://a.example/'\"><script>{RUN}</script>",
    "https://user:secret@elsewhere.example/\u202egnp.exe",
    "//elsewhere.example/x",
    "vbscript:x",
    "https://" + "long." * 2_000 + "example/",
    "blob:https://elsewhere.example/1",
)


def make(folder: Path) -> list[Row[Any]]:
    """The library, in a folder that is not there yet; gives the rows of what was added."""
    with open_library(str(folder), create=True) as library:
        add_articles(library, _articles(), QuickEncoder())  # type: ignore[arg-type]
        with library.writing() as connection:
            added = list(connection.execute(select(articles.c.id, articles.c.title, articles.c.story)))
            like = dict(connection.execute(select(articles).limit(1)).one()._mapping)
            made = [_story(number) for number in range(STORIES)]
            connection.execute(insert(stories), made)
            connection.execute(
                insert(articles), [_in_story(like, one, side) for one in made for side in (0, 1)]
            )
    return added


def _articles() -> list[Article]:
    made = []
    for number, (bad, url) in enumerate(zip(MARKUP, ADDRESSES, strict=True)):
        for side in range(2):
            said = f"A ferry sank off Norhaven on Monday. {20 + side} people died, said Mayor {bad} of {bad}."
            made.append(
                _article(f"bad{number}-{side}", f"{bad}{side}", url + str(side), bad, f"{said} “{bad}”")
            )
    word = "W" * WORD
    made.append(
        _article("word", word, "https://w.example/1", word[:5_000], f"{word} died on Monday, said {word}.")
    )
    line = f"Wool prices rose by 3 percent in Quillon, {MARKUP[0]} wrote. "
    made.append(
        _article("long", "Long", "https://l.example/1", "Long", line * (LONG // len(line) + 1), "2019-01-02")
    )
    return made


def _article(
    name: str, title: str, url: str, outlet: str, text: str, published: str = "2024-05-05"
) -> Article:
    return Article(
        id=name, url=url, outlet=outlet, language="en", published=published, title=title, text=text
    )


def _story(number: int) -> dict[str, object]:
    return {
        "id": f"s{100_000 + number}", "number": 100_000 + number, "title": f"{MARKUP[number % 9]} {number}",
        "articles": 2, "origins": 2, "languages": "en", "first": 738_000, "last": 738_000 + number % 900,
        "differing": number % 3, "stale": False,
    }  # fmt: skip


def _in_story(like: dict[str, object], story: dict[str, object], side: int) -> dict[str, object]:
    name = f"{story['id']}-{side}"
    changed = {"number": 10_000_000 + 2 * int(str(story["number"])) + side, "id": name, "key": name}
    return {**like, **changed, "url": None, "title": story["title"], "story": story["id"]}
