"""The stories of a set of articles over time, as a picture (SVG): a line a story, a dot an article."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from html import escape
from typing import TYPE_CHECKING

from rashomon.report.stories import stories, title_of
from rashomon.report.words import cut, language_name, one_line, when

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from rashomon.model import Article, Document, Dossier

STORIES = 60  # are drawn
WIDTH, LEFT, RIGHT, LINE, TOP = 1000, 380, 30, 22, 56
TITLE = 56  # code points
TICKS = 5
COLOURS = ("#2f6db3", "#c2571a", "#3a8a4d", "#8a4fb0", "#b3323f", "#6b6b1e", "#1f8a8a", "#a04a7f")
STYLE = (
    "text{font:12px system-ui,sans-serif;fill:#1b1b1b}.axis{fill:#555;font-size:11px}"
    ".line{stroke:#bbb}.grid{stroke:#e5e5e5}.page{fill:#fff}"
    "@media(prefers-color-scheme:dark){text{fill:#eee}.axis{fill:#aaa}.line{stroke:#555}"
    ".grid{stroke:#333}.page{fill:#161616}}"
)


def render(document: Document) -> str:
    """The picture: the stories of most articles by their first article, colours by language.

    Articles without a date stand on the left, at the end of their story's title.
    """
    articles = {article.id: article for article in document.articles}
    drawn = sorted(document.stories, key=lambda story: -len(story.articles))[:STORIES]
    moments = {name: _moment(article) for name, article in articles.items()}
    known = [moment for story in drawn for name in story.articles if (moment := moments[name])]
    first, last = (min(known), max(known)) if known else (0.0, 1.0)
    languages = sorted({article.language for article in articles.values()})
    colours = {code: COLOURS[at % len(COLOURS)] for at, code in enumerate(languages)}
    drawn.sort(key=lambda story: (min((moments[n] or last for n in story.articles), default=last), story.id))
    height = TOP + LINE * len(drawn) + 40

    def across(moment: float | None) -> float:
        if moment is None:
            return LEFT - 12
        return LEFT + (WIDTH - LEFT - RIGHT) * (moment - first) / max(last - first, 1.0)

    left_out = len(document.stories) - len(drawn)
    head = f"{len(articles):,} articles, {stories(len(document.stories))}"
    head += f"; {left_out:,} smaller ones are not drawn" if left_out else ""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img">',
        f"<title>{escape(head)}</title><style>{STYLE}</style>",
        f'<rect class="page" width="{WIDTH}" height="{height}"/><text x="12" y="22">{escape(head)}</text>',
        *_legend(languages, colours),
        *_axis(first, last, height, across),
    ]
    for row, story in enumerate(drawn):
        parts += _story(story, articles, moments, colours, TOP + LINE * row, across)
    return "\n".join([*parts, "</svg>", ""])


def _story(
    story: Dossier,
    articles: dict[str, Article],
    moments: dict[str, float | None],
    colours: dict[str, str],
    y: int,
    across: Callable[[float | None], float],
) -> Iterator[str]:
    places = [across(moments[name]) for name in story.articles]
    title = escape(_plain(cut(one_line(story.title), TITLE)))
    yield f'<text x="{LEFT - 24}" y="{y + 4}" text-anchor="end">{title}</text>'
    yield f'<line class="line" x1="{min(places):.1f}" x2="{max(places):.1f}" y1="{y}" y2="{y}"/>'
    for name, x in zip(story.articles, places, strict=True):
        article = articles[name]
        told = f"{article.outlet or article.id}, {article.published or 'no date'}: {title_of(article)}"
        yield (
            f'<circle cx="{x:.1f}" cy="{y}" r="5" fill="{colours[article.language]}" fill-opacity="0.75">'
            f"<title>{escape(_plain(told))}</title></circle>"
        )


def _legend(languages: Sequence[str], colours: dict[str, str]) -> Iterator[str]:
    for at, code in enumerate(languages[:10]):
        x = LEFT + at % 5 * 118
        y = 14 + at // 5 * 16
        yield f'<circle cx="{x}" cy="{y}" r="5" fill="{colours[code]}"/>'
        yield f'<text class="axis" x="{x + 10}" y="{y + 4}">{escape(_plain(language_name(code)))}</text>'


def _axis(first: float, last: float, height: int, across: Callable[[float | None], float]) -> Iterator[str]:
    step = max(86_400.0, (last - first) / TICKS // 86_400 * 86_400)
    moment = first - first % 86_400 + (86_400 if first % 86_400 else 0)
    while moment <= last:
        x = across(moment)
        day = (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=moment)).date().isoformat()
        yield f'<line class="grid" x1="{x:.1f}" x2="{x:.1f}" y1="{TOP - 14}" y2="{height - 32}"/>'
        yield f'<text class="axis" x="{x:.1f}" y="{height - 16}" text-anchor="middle">{when(day)}</text>'
        moment += step


def _moment(article: Article) -> float | None:
    """Seconds since 1970, also before it; None where the article has no date."""
    try:
        moment = datetime.fromisoformat(article.published or "")
        moment = moment.replace(tzinfo=moment.tzinfo or UTC)
        return (moment - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds()
    except (ValueError, OverflowError):
        return None


def _plain(text: str) -> str:
    """Text that may stand in XML."""
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in one_line(text))
