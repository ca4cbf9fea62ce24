"""Pages from templates: in the reader's language, everything foreign escaped."""

from __future__ import annotations

from functools import cache, partial
from hashlib import blake2b
from importlib.resources import files
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from anyio import to_thread
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import Response

from rashomon.report.words import harmless
from rashomon.web.etags import REVALIDATE, held, tag_of
from rashomon.web.view.reader import Reader, languages, reader_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Hashable

    from starlette.requests import Request

    from rashomon.web.desk import Desk
    from rashomon.web.heavy import Heavy
    from rashomon.web.remembered import Answer

    Page = Callable[[Request], Response | Callable[[], bytes]]
    Endpoint = Callable[[Request], Awaitable[Response]]

# The address and the label of each page of the menu.
MENU = (("/", "site.stories"), ("/search", "site.search"), ("/check", "site.check"))
COOKIE = "language"


def desk_of(request: Request) -> Desk:
    """The open library of the server."""
    desk: Desk = request.app.state.desk
    return desk


def reader(request: Request) -> Reader:
    """Who reads: by ``?lang=``, a cookie, or the browser."""
    chosen = (request.query_params.get("lang"), request.cookies.get(COOKIE))
    return reader_of(chosen, request.headers.get("accept-language", ""))


def render(request: Request, template: str, **values: object) -> bytes:
    """A page as UTF-8."""
    who = reader(request)
    text = (
        _environment()
        .get_template(template)
        .render(
            reader=who,
            say=who.say,
            number=who.number,
            static=static,
            menu=MENU,
            here=request.url.path,
            back=back_to(request),
            languages=languages(),
            **values,
        )
    )
    return text.encode("utf-8", "replace")


def answer(request: Request, body: bytes, status: int = 200) -> Response:
    """A page, or 304 where the browser has it already."""
    tag = tag_of(body)
    headers = {
        "ETag": tag,
        "Cache-Control": REVALIDATE,
        "Vary": "Accept-Language, Cookie",
        "Content-Language": reader(request).language,
    }
    if status == 200 and held(request.headers.get("if-none-match"), tag):
        return Response(status_code=304, headers=headers)
    return Response(body, status, headers, "text/html; charset=utf-8")


def kept(
    request: Request, make: Callable[[], bytes | Answer], seen: int | None = None
) -> Callable[[], bytes]:
    """What gives a page, made once for who reads in one locale, at one address.

    Args:
        make: renders it, and may tell what it is about; else it is about all that is in the library.
        seen: what ``Desk.look`` gave before anything was read for it; asked for here where not given.
    """
    desk = desk_of(request)
    return partial(desk.answers.get, _key(request), make, desk.look() if seen is None else seen)


def in_turn(page: Page) -> Endpoint:
    """A page that is answered at once, or says what makes it: that waits for its turn among heavy work.

    One that is kept and right is not asked for.
    """
    return _endpoint(page, asks=False)


def asking(page: Page) -> Endpoint:
    """The same of a page that looks for what ``?q=`` asks."""
    return _endpoint(page, asks=True)


def _endpoint(page: Page, *, asks: bool) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        desk = desk_of(request)
        seen = await request.app.state.abreast.now()
        if seen is not None and (known := desk.answers.peek(_key(request), seen)):
            return answer(request, known.data)
        if asks:
            await request.app.state.questions.ready(request.query_params.get("q", ""))
        made = await to_thread.run_sync(page, request)
        if isinstance(made, Response):
            return made
        heavy: Heavy = request.app.state.heavy
        return answer(request, await heavy.run(made))

    return endpoint


def _key(request: Request) -> Hashable:
    """Under what a page is kept: the address with all that is asked for, and who reads."""
    return "page", reader(request).locale, base_of(request), back_to(request)


def back_to(request: Request) -> str:
    """The address of this page within the server, without a language that was asked for in it."""
    kept = [(name, value) for name, value in request.query_params.multi_items() if name != "lang"]
    return request.url.path + (f"?{urlencode(kept)}" if kept else "")


def base_of(request: Request) -> str:
    """The address of the server as the browser calls it."""
    return f"{request.url.scheme}://{request.url.netloc}"


@cache
def static(name: str) -> str:
    """The address of a static file, which changes when the file does."""
    data = (files("rashomon.web") / "static" / name).read_bytes()
    return f"/static/{name}?{blake2b(data, digest_size=5).hexdigest()}"


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("rashomon.web"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_harmless,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["lines"] = _lines
    return made


def _harmless(value: object) -> object:
    """What neither reorders a page nor holds control characters; what is HTML already stays."""
    return value if hasattr(value, "__html__") else harmless(str(value))


def _lines(text: str) -> Markup:
    return Markup.escape(harmless(text, lines=True))
