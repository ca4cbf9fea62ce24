"""The stories of a set of articles as a list: how many tell each, in which languages, when, and which."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from rashomon.report.lines import emit, isolated, put
from rashomon.report.words import count, cut, language_name, listed, one_line, when

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from rashomon.model import Article, ArticleKind, Document, Dossier

ARTICLES = 12  # of a story are listed
ALONE = 20  # stories of one article are listed
KINDS: dict[ArticleKind, str] = {
    "chronology": "chronology",
    "background": "background",
    "brief": "news in brief",
    "live": "live report",
}


def show(document: Document, console: Console) -> None:
    """Print the stories of several articles, those with most first, then those of one article, and what is no
    news of one event."""
    articles = {article.id: article for article in document.articles}
    told = [story for story in document.stories if len(story.articles) > 1]
    single = [articles[story.articles[0]] for story in document.stories if len(story.articles) == 1]
    put(
        console,
        Text(f"{count(len(articles), 'article')}: {stories(len(told))} of several, {len(single):,} of one."),
    )
    for story in sorted(told, key=lambda story: -len(story.articles)):
        emit(console, Text(""))
        _show_story(story, articles, console)
    for heading, are_news in (("Told by one article", True), ("No news of one event", False)):
        _show_alone(heading, [one for one in single if (one.kind is None) is are_news], console)


def stories(number: int) -> str:
    """How many stories, in words."""
    return "1 story" if number == 1 else f"{number:,} stories"


def title_of(article: Article) -> str:
    """An article's title, or the beginning of its text where it has none."""
    return one_line(article.title or "") or cut(one_line(article.text[:400]), 80) or article.id


def span_of(days: list[str]) -> str:
    """The days from the first to the last, in words."""
    known = sorted({day[:10] for day in days if day})
    if not known:
        return "no date"
    return when(known[0]) if len(known) == 1 else f"{when(known[0])} to {when(known[-1])}"


def _show_story(story: Dossier, articles: dict[str, Article], console: Console) -> None:
    put(console, isolated(Text(one_line(story.title), style="bold"), console))
    members = [articles[name] for name in story.articles]
    parts = [
        story.id,
        count(len(members), "article"),
        count(story.origins, "independent origin"),
        span_of([article.published or "" for article in members]),
        listed([language_name(code) for code in story.languages]),
    ]
    put(console, Text(", ".join(parts), style="dim"))
    members.sort(key=lambda article: (article.published is None, article.published or "", article.id))
    for article in members[:ARTICLES]:
        put(console, _line(article, console), indent=2, hang=2)
    if len(members) > ARTICLES:
        put(console, Text(f"and {len(members) - ARTICLES:,} more", style="dim"), indent=2)


def _show_alone(heading: str, alone: Sequence[Article], console: Console) -> None:
    if alone:
        emit(console, Text(""))
        put(console, Text(heading, style="bold"))
    for article in alone[:ALONE]:
        put(console, _line(article, console), indent=2, hang=2)
    if len(alone) > ALONE:
        put(console, Text(f"and {len(alone) - ALONE:,} more", style="dim"), indent=2)


def _line(article: Article, console: Console) -> Text:
    label = one_line(article.outlet or article.path or article.url or article.id)
    day = when(one_line((article.published or "")[:10])) or "no date"
    return Text.assemble(
        f"{day}  ",
        isolated(Text(label), console),
        f" ({', '.join([article.language, *([KINDS[article.kind]] if article.kind else [])])})  ",
        isolated(Text(cut(title_of(article), 90)), console),
    )
