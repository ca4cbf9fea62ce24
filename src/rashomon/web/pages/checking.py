"""The page on which a draft or a summary is held against the library's reports."""

from __future__ import annotations

import unicodedata
from functools import partial
from hashlib import blake2b
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

import msgspec
from anyio import to_thread
from msgspec import Struct
from sqlalchemy import select

from rashomon.comparing.checking.checked import Check
from rashomon.library.errors import LibraryError
from rashomon.library.looking import story_row
from rashomon.library.tables import articles
from rashomon.web.checking import MOST_CHARACTERS, Draft, NothingToHoldError, check_text
from rashomon.web.listing import Chosen, list_page
from rashomon.web.pages.rendering import answer, desk_of, reader, render
from rashomon.web.problems import RefusedError, not_there
from rashomon.web.view.bylines import story_titles
from rashomon.web.view.checked import CheckShown, show

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from rashomon.library.looking import StoryRow
    from rashomon.web.heavy import Heavy
    from rashomon.web.view.marks import Words

FORM = "application/x-www-form-urlencoded"
FIELDS = 20
STORIES = 60  # that can be chosen from, the newest first
NO_TEXT = 0.1  # share of signs that no text has, from which it is none


class Filled(Struct, frozen=True, kw_only=True):
    """The form as it was sent. ``story`` is empty where the whole library is to be looked at."""

    text: str = ""
    story: str = ""
    published: str = ""


class StoryChoice(Struct, frozen=True):
    """A story that a text can be held against."""

    id: str
    title: Words
    chosen: bool


async def show_check(request: Request) -> Response:
    """The form, and with POST what came of it; ``?story=ID`` chooses a story in it."""
    if request.method != "POST":
        filled = Filled(story=request.query_params.get("story", "")[:100])
        return answer(request, await to_thread.run_sync(partial(_page, request, filled)))
    filled = _filled(await _form(request))
    wrong = _wrong(filled.text)
    if wrong:
        return await _told(request, filled, wrong)
    heavy: Heavy = request.app.state.heavy
    try:
        shown = await heavy.run(partial(_checked, request, filled))
    except NothingToHoldError:
        return await _told(request, filled, "no_reports")
    made = await to_thread.run_sync(partial(_page, request, filled, shown=shown))
    return _unkept(answer(request, made))


async def _told(request: Request, filled: Filled, wrong: str) -> Response:
    """The form again, with what is wrong."""
    body = await to_thread.run_sync(partial(_page, request, filled, wrong=wrong))
    return _unkept(answer(request, body, 413 if wrong == "long" else 422))


def _unkept(response: Response) -> Response:
    """A draft is nobody else's to read: no copy of the page is kept."""
    response.headers["Cache-Control"] = "no-store"
    return response


async def _form(request: Request) -> dict[str, str]:
    """The fields of the form. Raises RefusedError (400, 415)."""
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media != FORM:
        raise RefusedError(415, f"The form is to be {FORM}.")
    try:
        given = parse_qs(
            (await request.body()).decode("utf-8", "replace"),
            keep_blank_values=True,
            max_num_fields=FIELDS,
            errors="replace",
        )
    except ValueError:
        raise RefusedError(400, f"The form may have {FIELDS} fields.") from None
    return {name: values[0] for name, values in given.items()}


def _filled(form: dict[str, str]) -> Filled:
    return Filled(
        text=form.get("text", "").replace("\r\n", "\n").replace("\r", "\n"),
        story=form.get("story", "")[:100],
        published=form.get("published", "")[:10],
    )


def _wrong(text: str) -> str:
    """What is wrong with a text, as the labels name it; "" where nothing is."""
    if not text.strip():
        return "empty"
    if len(text) > MOST_CHARACTERS:
        return "long"
    odd = sum(
        c == "\ufffd" or (unicodedata.category(c) in ("Cc", "Cn", "Co") and c not in "\n\t") for c in text
    )
    return "binary" if odd > NO_TEXT * len(text) else ""


def _checked(request: Request, filled: Filled) -> CheckShown:
    """What checking gives; the same text is not checked twice. Raises NothingToHoldError."""
    desk = desk_of(request)
    stories = (_known_story(request, filled.story).id,) if filled.story else ()
    draft = Draft(text=filled.text, published=filled.published or None)
    mark = blake2b(msgspec.json.encode([filled.text, filled.published]), digest_size=16).digest()

    def make() -> bytes:
        return msgspec.json.encode(check_text(desk, draft, stories=stories))

    check = msgspec.json.decode(desk.answers.get(("check", mark, stories), make, desk.look()), type=Check)
    with desk.connection() as connection:
        query = select(articles.c.id, articles.c.story).where(
            articles.c.id.in_([article.id for article in check.articles])
        )
        found = {row.id: row.story for row in connection.execute(query)}
    return show(reader(request), check, found)


def _known_story(request: Request, name: str) -> StoryRow:
    with desk_of(request).connection() as connection:
        try:
            return story_row(connection, name)
        except LibraryError as error:
            raise not_there(error) from None


def _page(request: Request, filled: Filled, *, shown: CheckShown | None = None, wrong: str = "") -> bytes:
    most = reader(request).number(MOST_CHARACTERS)
    return render(
        request,
        "check.html",
        filled=filled,
        checked=shown,
        wrong=wrong,
        most=MOST_CHARACTERS,
        most_told=most,
        length=reader(request).number(len(filled.text)),
        stories=_stories(request, filled.story),
    )


def _stories(request: Request, chosen: str) -> list[StoryChoice]:
    """The newest stories, and the one that is chosen already."""
    with desk_of(request).connection() as connection:
        rows, _ = list_page(connection, Chosen(at_least=2), order="latest", after=None, most=STORIES)
        if chosen and chosen not in {row.id for row in rows}:
            try:
                rows.insert(0, story_row(connection, chosen))
            except LibraryError:
                chosen = ""
        titles = story_titles(reader(request), connection, [row.id for row in rows])
    return [StoryChoice(row.id, titles[row.id], row.id == chosen) for row in rows]
