"""The command that shows what a library is: one made of the examples."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from rashomon.cli.progress import Progress, encoder_option, open_encoder
from rashomon.cli.serving import opened_desk, serve_desk, settings_of, where_options

if TYPE_CHECKING:
    from rashomon.encoder import Encoder

EXAMPLES = "examples_data"  # where an installed package has them; a checkout has examples/


@click.command()
@where_options
@encoder_option
@click.option("--open/--no-open", "open_browser", default=True, help="Open it in a browser.")
@click.option("--quiet", is_flag=True, help="No progress bar.")
def demo(
    host: str,
    port: int,
    token: str | None,
    hosts: tuple[str, ...],
    log: bool,
    encoder: str | None,
    open_browser: bool,
    quiet: bool,
) -> None:
    """Make a library of a dozen invented reports in nine languages and open it in a browser.

    It lies in a temporary folder, which Ctrl-C removes with all that is in it.

    \b
    rashomon demo
    rashomon demo --no-open --port 8000
    """
    settings = settings_of(host, token, hosts, encoder)
    with TemporaryDirectory(prefix="rashomon-", ignore_cleanup_errors=True) as folder:
        with Progress(quiet) as progress:
            _fill(folder, open_encoder(progress, encoder), progress)
        with opened_desk(folder, encoder) as desk:
            serve_desk(desk, settings, port, log=log, open_browser=open_browser)


def examples() -> Path:
    """The folder of the examples. Raises ClickException where the package came without them."""
    import rashomon

    package = Path(rashomon.__file__).parent
    for folder in (package / EXAMPLES, package.parent.parent / "examples"):
        if (folder / "ferry-collision").is_dir():
            return folder
    raise click.ClickException("the examples are not installed; `rashomon add` makes a library of your own")


def _fill(folder: str, encoder: Encoder, progress: Progress) -> None:
    from rashomon.library import add_articles, open_library
    from rashomon.model import Article
    from rashomon.sources import find_articles

    found = [one for one in find_articles([str(examples())]) if isinstance(one, Article)]

    def adding(done: int) -> None:
        progress.show("Reading the examples", done / max(len(found), 1))

    def comparing(done: int, total: int) -> None:
        progress.show("Comparing them", done / max(total, 1))

    with open_library(folder, create=True) as library:
        add_articles(
            library,
            found,
            encoder,
            progress=lambda added: adding(added.new),
            comparing=comparing,
        )
