"""The commands. Each imports what it needs when it runs, so that ``--help`` answers at once."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rashomon import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from types import TracebackType

    from rich.console import Console
    from rich.progress import Progress

    from rashomon.encoder import Encoder
    from rashomon.model import Article, Document
    from rashomon.sources import Defaults

_UNREAD, _USAGE, _INTERRUPTED = 1, 2, 130
_PROGRESS_AFTER_SECONDS = 2.0


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="rashomon")
def cli() -> None:
    """Lay reports of one event side by side: what they agree on, where they differ, what only one says.

    \b
    rashomon read reports/
    rashomon read --together --html dossier.html report-en.txt report-vi.txt
    """


def _published(_context: click.Context, _option: click.Parameter, value: str | None) -> str | None:
    if value is None:
        return None
    from rashomon.sources.dates import normalise

    if found := normalise(value):
        return found
    raise click.BadParameter(f"{value!r} is no date of one reading; write it as 2011-10-31")


def _language(_context: click.Context, _option: click.Parameter, value: str | None) -> str | None:
    if value is None:
        return None
    from rashomon.sources.languages import normalise

    if found := normalise(value):
        return found
    raise click.BadParameter(f"{value!r} is no language that is known; write its code, such as vi")


@cli.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@click.option("--together", is_flag=True, help="All inputs tell of one event: don't split them into stories.")
@click.option("--published", metavar="DATE", callback=_published, help="Day of publication, where not given.")
@click.option("--language", metavar="CODE", callback=_language, help="Language, where not given.")
@click.option("--outlet", metavar="NAME", help="Who published, where not given.")
@click.option("--json", "json_file", metavar="FILE", help="Write the dossier as JSON; - is standard output.")
@click.option("--html", "html_file", metavar="FILE", help="Write the dossier as one web page.")
@click.option("--quiet", is_flag=True, help="No progress bar, and nothing on the screen that a file holds.")
@click.pass_context
def read(
    context: click.Context,
    paths: tuple[str, ...],
    together: bool,
    published: str | None,
    language: str | None,
    outlet: str | None,
    json_file: str | None,
    html_file: str | None,
    quiet: bool,
) -> None:
    """Read reports and show what they agree on, where they differ and what only one of them says.

    PATH is a text file, a web page (HTML), JSON Lines, a folder of these, or - for standard input. A text
    file may begin with its url, outlet, published, language and title between two lines of "---".

    \b
    rashomon read report-en.txt report-vi.txt
    rashomon read --together --published 2011-10-31 reports/
    rashomon read --json dossier.json --html dossier.html reports/ more.jsonl
    curl -s https://example.org/report.html | rashomon read -

    The exit status is 0 where all was read, 1 where something was not (each is named, the rest is shown),
    2 where the command was called wrongly.
    """
    from rashomon.sources import Defaults

    outputs = {"--json": json_file, "--html": html_file}
    _check_outputs(outputs, paths)
    defaults = Defaults(language=language, published=published, outlet=outlet)
    articles, unread = _find(paths, defaults)
    if not articles:
        _say("nothing to read")
        context.exit(_UNREAD)
    document = _make(articles, together=together, quiet=quiet)
    unwritten = _write(document, outputs)
    if "-" not in outputs.values() and not (quiet and any(outputs.values())):
        from rashomon.report import terminal

        with _standard_output():
            terminal.show(document, console=_console())
    if unread or unwritten:
        context.exit(_UNREAD)


@cli.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def languages(as_json: bool) -> None:
    """List the languages and how deeply each is read.

    "rules" means that the language's own file adds to what ICU and CLDR know of it; "CLDR" that it does
    not. Any other language is read with ICU and CLDR alone.

    \b
    rashomon languages
    rashomon languages --json
    """
    rows = list(_languages())
    if as_json:
        import json

        _print_bytes(json.dumps(rows, ensure_ascii=False, indent=2).encode() + b"\n")
        return
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, show_edge=False)
    for column in rows[0]:
        table.add_column(column)
    for row in rows:
        table.add_row(*row.values())
    console = _console()
    console.print(table)
    console.print("\nAny other language is read with ICU and CLDR alone.")


@cli.group()
def evaluate() -> None:
    """Measure Rashomon against gold sets.

    \b
    rashomon evaluate claims gold/stories/*.json
    rashomon evaluate pairs gold/pairs.json
    """


@evaluate.command()
@click.argument("gold", metavar="GOLD...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--quiet", is_flag=True, help="No progress bar.")
def claims(gold: tuple[Path, ...], as_json: bool, quiet: bool) -> None:
    """Score the claims that are found in the reports of GOLD files.

    \b
    rashomon evaluate claims gold/stories/*.json
    rashomon evaluate claims --json gold.json
    """
    from rashomon.evaluation import GoldError, evaluate_claims, show, to_json

    try:
        with _Progress(quiet) as progress:
            result = evaluate_claims(gold, _encoder(progress))
    except GoldError as error:
        raise click.ClickException(str(error)) from None
    _print_bytes(to_json(result) + b"\n") if as_json else show(result, _console())


@evaluate.command()
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--quiet", is_flag=True, help="No progress bar.")
def pairs(file: Path, as_json: bool, quiet: bool) -> None:
    """Score how articles are split into stories, against FILE's pairs of articles that were labelled.

    The articles stand beside it: those of pairs.json in pairs.articles.jsonl.

    \b
    rashomon evaluate pairs gold/pairs.json
    """
    from rashomon.evaluation import GoldError, evaluate_pairs, show, to_json

    try:
        with _Progress(quiet) as progress:
            result = evaluate_pairs(file, _encoder(progress))
    except GoldError as error:
        raise click.ClickException(str(error)) from None
    _print_bytes(to_json(result) + b"\n") if as_json else show(result, _console())


def _find(paths: Sequence[str], defaults: Defaults) -> tuple[list[Article], int]:
    """The articles, and how many inputs could not be read; each of those is named on standard error."""
    from rashomon.model import Unread
    from rashomon.sources import find_articles

    articles: list[Article] = []
    unread = 0
    for found in find_articles(paths, defaults=defaults, stdin=sys.stdin.buffer):
        if isinstance(found, Unread):
            unread += 1
            _say(f"{found.where}: {found.why}")
        else:
            articles.append(found)
    return articles, unread


def _make(articles: Sequence[Article], *, together: bool, quiet: bool) -> Document:
    from rashomon.comparing.document import make_document

    with _Progress(quiet) as progress:
        encoder = _encoder(progress)

        def reading(done: int, total: int) -> None:
            progress.show("Reading", done / max(total, 1))

        return make_document(articles, encoder, together=together, progress=reading)


def _encoder(progress: _Progress) -> Encoder:
    from rashomon.encoder import Encoder, WeightsError

    try:
        return Encoder.open(progress=progress.show)
    except WeightsError as error:
        raise click.ClickException(str(error)) from None


def _check_outputs(outputs: dict[str, str | None], inputs: Sequence[str]) -> None:
    """What can be known to fail is said before the work, not after it."""
    named = [name for name in outputs.values() if name]
    if len({os.path.realpath(name) for name in named}) < len(named):
        raise click.UsageError("--json and --html need two places.")
    for option, name in outputs.items():
        if not name or name == "-":
            continue
        path = Path(name)
        if path.is_dir():
            raise click.UsageError(f"{option}: {name} is a folder.")
        if not path.parent.is_dir():
            raise click.UsageError(f"{option}: there is no folder {path.parent}.")
        if path.exists() and any(given != "-" and _same(path, given) for given in inputs):
            raise click.UsageError(f"{option}: {name} is one of the inputs, and would be overwritten.")


def _same(path: Path, other: str) -> bool:
    try:
        return path.samefile(other)
    except (OSError, ValueError):
        return False


def _write(document: Document, outputs: dict[str, str | None]) -> int:
    """Write what was asked for; returns how many files could not be written, each named."""
    failed = 0
    for option, name in outputs.items():
        if not name:
            continue
        if option == "--json":
            from rashomon.report import json

            data = json.dumps(document)
        else:
            from rashomon.report import page

            data = page.render(document).encode("utf-8", "replace")
        if name == "-":
            _print_bytes(data)
            continue
        try:
            _write_whole(name, data)
        except OSError as error:
            failed += 1
            _say(f"{name}: could not be written: {(error.strerror or str(error)).lower()}")
    return failed


def _write_whole(name: str, data: bytes) -> None:
    """Write all of a file or nothing: the old one stays until the new one is complete."""
    target = Path(os.path.realpath(name))
    if target.exists() and not target.is_file():  # a device or a pipe cannot be replaced
        target.write_bytes(data)
        return
    part = target.with_name(f".rashomon-{os.getpid()}.part")
    try:
        with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666), "wb") as file:  # noqa: PTH123
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            part.chmod(target.stat().st_mode & 0o777)
        part.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise


def _languages() -> Iterator[dict[str, str]]:
    import icu

    from rashomon.language.rules import codes, load

    english = icu.Locale("en")
    for code in codes():
        language = load(code)
        row = {"code": code, "name": icu.Locale(code).getDisplayName(english)}
        for part in ("sentences", "times", "numbers", "quotations", "names", "compare"):
            rules = getattr(language, part)
            row[{"numbers": "quantities", "compare": "comparing"}.get(part, part)] = (
                "CLDR" if rules == type(rules)() else "rules"
            )
        yield row


class _Progress:
    """A bar on standard error, where that is a terminal and the work takes longer than a moment."""

    def __init__(self, quiet: bool) -> None:
        self._wanted = not quiet and sys.stderr.isatty()
        self._start = time.monotonic()
        self._bar: Progress | None = None
        self._what = ""

    def __enter__(self) -> _Progress:
        return self

    def show(self, what: str, share: float) -> None:
        """Say what is being done, and how much of it is done (0 to 1)."""
        if not self._wanted or time.monotonic() - self._start < _PROGRESS_AFTER_SECONDS:
            return
        if self._bar is None:
            from rich.console import Console
            from rich.progress import Progress

            self._bar = Progress(console=Console(stderr=True), transient=True)
            self._bar.start()
        if what != self._what:
            for task in self._bar.task_ids:
                self._bar.remove_task(task)
            self._bar.add_task(click.unstyle(what), total=1.0)
            self._what = what
        self._bar.update(self._bar.task_ids[-1], completed=share)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()


def _console() -> Console:
    from rich.console import Console

    return Console(highlight=False, markup=False, emoji=False)


def _print_bytes(data: bytes) -> None:
    with _standard_output():
        sys.stdout.buffer.write(data)


@contextlib.contextmanager
def _standard_output() -> Iterator[None]:
    """Where writing to standard output fails, say that it was that."""
    try:
        sys.stdout.flush()
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OSError(error.errno, error.strerror, "standard output") from None


def _say(message: str) -> None:
    """One line on standard error, without anything that a terminal would obey."""
    plain = "".join(character if character.isprintable() else "\ufffd" for character in message)
    click.echo(f"rashomon: {plain}", err=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status. No traceback reaches the user.

    With ``RASHOMON_TRACEBACK=1`` in the environment a fault of the program itself shows its traceback.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        status = cli.main(arguments, prog_name="rashomon", standalone_mode=False)
        with _standard_output():
            pass
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        _say("interrupted")
        return _INTERRUPTED
    except BrokenPipeError:  # the reader of our output has gone, as "head" does
        _give_up_stdout()
        return _UNREAD
    except OSError as error:
        _give_up_stdout()
        place = f"{os.fsdecode(error.filename)}: " if isinstance(error.filename, str | bytes) else ""
        _say(f"{place}{(error.strerror or str(error)).lower()}")
        return _UNREAD
    except Exception as error:
        if os.environ.get("RASHOMON_TRACEBACK"):
            raise
        _say(
            f"a fault in Rashomon itself: {type(error).__name__}: {error} (RASHOMON_TRACEBACK=1 shows where)"
        )
        return _UNREAD
    return status if isinstance(status, int) else 0


def _give_up_stdout() -> None:
    """Let what is still buffered go nowhere, or Python complains of it when it ends."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
