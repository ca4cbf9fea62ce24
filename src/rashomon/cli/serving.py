"""The commands that serve a library: to browsers, and to clients of the Model Context Protocol."""

from __future__ import annotations

import webbrowser
from contextlib import contextmanager
from threading import Thread
from typing import TYPE_CHECKING, Any, TypeVar

import click

from rashomon.cli.library import library_option
from rashomon.cli.progress import encoder_option

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rashomon.web.desk import Desk
    from rashomon.web.settings import Settings

F = TypeVar("F", bound="Callable[..., Any]")
PORT = 8765
SHORTEST_TOKEN = 16
LONGEST_OPENING = 120.0  # seconds: the first time, the encoder's graph is built


def _token(_context: click.Context, _option: click.Parameter, value: str | None) -> str | None:
    if value is not None and (len(value) < SHORTEST_TOKEN or value != value.strip()):
        raise click.BadParameter(
            f"a token has {SHORTEST_TOKEN} characters and more, and no space at its ends"
        )
    return value


def where_options(command: F) -> F:
    """The options of who may ask, and where."""
    for option in (
        click.option("--log", is_flag=True, help="Tell each request on standard error."),
        click.option(
            "--allow-host",
            "hosts",
            metavar="NAME",
            multiple=True,
            help="A name that it may be called by, as behind a proxy; may be given again.",
        ),
        click.option(
            "--token",
            metavar="TEXT",
            envvar="RASHOMON_TOKEN",
            callback=_token,
            help="What a client must show; rather set RASHOMON_TOKEN, which no other user can see.",
        ),
        click.option(
            "--port", type=click.IntRange(0, 65535), default=PORT, show_default=True, help="0: any free one."
        ),
        click.option(
            "--host",
            metavar="ADDRESS",
            default="127.0.0.1",
            show_default=True,
            help="Where to listen; another needs --token.",
        ),
    ):
        command = option(command)
    return command


@click.command()
@library_option
@where_options
@encoder_option
@click.option("--open/--no-open", "open_browser", default=False, help="Open it in a browser.")
def serve(
    location: str | None,
    host: str,
    port: int,
    token: str | None,
    hosts: tuple[str, ...],
    log: bool,
    encoder: str | None,
    open_browser: bool,
) -> None:
    """Open the library in a browser: pages for people, an API for programs. Ctrl-C ends it.

    It listens to this machine alone. What is added meanwhile is seen: stories, articles and names at once,
    lists and searches within three seconds.

    \b
    rashomon serve
    rashomon serve --library ~/news --port 8000 --open
    RASHOMON_TOKEN=… rashomon serve --host 0.0.0.0
    """
    settings = settings_of(host, token, hosts, encoder)
    with opened_desk(location, encoder) as desk:
        serve_desk(desk, settings, port, log=log, open_browser=open_browser)


def settings_of(host: str, token: str | None, hosts: tuple[str, ...], model: str | None) -> Settings:
    """Raises UsageError where everyone could read the library."""
    from rashomon.web.safety import is_loopback
    from rashomon.web.settings import Settings

    if token is None and not is_loopback(host):
        raise click.UsageError(
            f"Whoever can reach {host} could read the library: set RASHOMON_TOKEN, or give --token."
        )
    return Settings(host=host, token=token, hosts=hosts, model=model)


@contextmanager
def opened_desk(location: str | None, model: str | None) -> Iterator[Desk]:
    """A desk, errors of its library as those of a command."""
    from rashomon.library import LibraryError
    from rashomon.web.desk import Desk

    try:
        desk = Desk.open(location, model=model)
    except LibraryError as error:
        raise click.ClickException(str(error)) from None
    try:
        yield desk
    finally:
        desk.close()


def serve_desk(desk: Desk, settings: Settings, port: int, *, log: bool, open_browser: bool) -> None:
    """Serve until Ctrl-C, and say where."""
    from rashomon.library import LibraryError
    from rashomon.web.app import make_app
    from rashomon.web.running import address_of, listen, run

    try:
        listening = listen(settings.host, port)
    except LibraryError as error:
        raise click.ClickException(str(error)) from None
    warming = Thread(target=desk.warm, daemon=True)
    with listening:
        address = address_of(listening)

        def ready() -> None:
            click.echo(f"{desk.library.location} is open at {address} (Ctrl-C ends it)")
            warming.start()
            if open_browser:
                Thread(target=webbrowser.open, args=(address,), daemon=True).start()

        run(make_app(desk, settings=settings), listening, log=log, ready=ready)
    if warming.is_alive():  # Python cannot end well while ONNX Runtime opens a model
        warming.join(LONGEST_OPENING)
    click.echo("Ended.")


@click.command()
@library_option
@encoder_option
def mcp(location: str | None, encoder: str | None) -> None:
    """Offer the library to language-model clients: tools of the Model Context Protocol, over stdio.

    A client starts it by itself; docs/web.md tells how it is configured.

    \b
    rashomon mcp --library ~/news
    """
    try:
        import mcp_types as _  # noqa: F401
    except ModuleNotFoundError:
        raise click.ClickException("this needs the package mcp: pip install 'rashomon[mcp]'") from None
    from rashomon.web.mcp.server import run

    with opened_desk(location, encoder) as desk:
        run(desk)
