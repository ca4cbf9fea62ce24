"""Articles from paths: which files, and what could not be read."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from rashomon.model import Article, Unread
from rashomon.sources.contents import Found, Source, read_contents, reason
from rashomon.sources.fields import Defaults
from rashomon.sources.finish import Finisher
from rashomon.sources.links import Link, Links, not_fetched, web_address
from rashomon.sources.zips import is_zip, read_zip

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from rashomon.sources.fetch import Fetcher

LIMIT_BYTES = 20_000_000
_NO_ARTICLES = {
    ".css": "a style sheet",
    ".js": "a script",
    ".csv": "a table (turn it into JSON Lines)",
    ".tsv": "a table (turn it into JSON Lines)",
}
_SKIPPED = ("readme", "license", "licence")


def find_articles(
    paths: Sequence[str],
    *,
    defaults: Defaults | None = None,
    stdin: BinaryIO | None = None,
    limit_bytes: int = LIMIT_BYTES,
    fetcher: Fetcher | None = None,
    progress: Callable[[str, float], None] | None = None,
) -> Iterator[Article | Unread]:
    """Articles from text, HTML, JSON Lines, feeds, WARC, packed files, folders of these, ``-`` (``stdin``).

    ``defaults`` hold for inputs that don't carry a language, day or outlet. One article may have
    ``limit_bytes`` bytes; JSON Lines and WARC may be longer, since they are read one by one. Web addresses
    and the links of feeds, OPML and sitemaps are fetched only by a ``fetcher``; without one each is an
    Unread. ``progress`` is told, as articles come, the file and the share of it that was read (0 to 1).
    Yields, in the order of the paths and sorted within folders, an Article for each article and an Unread
    for each thing that could not be read or was not kept as it was. Ids are unique within one call.
    """
    finisher = Finisher(defaults or Defaults())
    for found in _find(paths, finisher, stdin, limit_bytes, fetcher, progress):
        if not isinstance(found, Links):
            yield found
        elif fetcher is None:
            yield from not_fetched(found)
        else:
            from rashomon.sources.follow import follow

            yield from follow(found, fetcher, finisher, limit_bytes)


def bytes_of(paths: Sequence[str]) -> int | None:
    """The bytes of the files at these paths; None where nobody knows: of standard input, of the web."""
    total = 0
    for path in paths:
        if path == "-" or web_address(path):
            return None
        try:
            if not Path(path).is_dir():
                total += Path(path).stat().st_size
                continue
            for place, folders, files in os.walk(path):
                folders[:] = [name for name in folders if not name.startswith(".")]
                total += sum(Path(place, name).stat().st_size for name in files if not _is_skipped(name))
        except (OSError, ValueError):  # named where it is read
            continue
    return total


def _is_skipped(name: str) -> bool:
    return name.startswith(".") or name.lower().startswith(_SKIPPED)


def _find(
    paths: Sequence[str],
    finisher: Finisher,
    stdin: BinaryIO | None,
    limit: int,
    fetcher: Fetcher | None,
    progress: Callable[[str, float], None] | None,
) -> Iterator[Found]:
    for path in paths:
        if path == "-":
            if stdin is None:
                yield Unread("-", "no standard input")
            else:
                source = Source(where="standard input", stem="stdin")
                yield from read_contents(stdin, source, finisher, limit)
        elif url := web_address(path):
            if fetcher is None:
                yield Unread(_shown(path), "a web address, which is not fetched unless asked to")
            else:
                from rashomon.sources.follow import follow_link

                yield from follow_link(Link(url=url), fetcher, finisher, limit)
        else:
            yield from _read_path(path, finisher, limit, progress)


def _read_path(
    path: str, finisher: Finisher, limit: int, progress: Callable[[str, float], None] | None
) -> Iterator[Found]:
    where = _shown(path)
    try:
        is_folder = Path(path).is_dir()
    except (OSError, ValueError) as error:
        yield Unread(where, reason(error))
        return
    if is_folder:
        yield from _read_folder(path, finisher, limit, progress)
    else:
        yield from _read_file(path, finisher, limit, progress)


def _read_folder(
    folder: str, finisher: Finisher, limit: int, progress: Callable[[str, float], None] | None
) -> Iterator[Found]:
    """Every file below the folder, sorted; hidden files, README and LICENSE files are not articles."""
    failed: list[OSError] = []
    found = False
    for place, folders, files in os.walk(folder, onerror=failed.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for error in failed:
            yield Unread(_shown(str(error.filename)), reason(error))
        found = found or bool(failed)
        failed.clear()
        for name in sorted(files):
            if _is_skipped(name):
                continue
            found = True
            path = os.path.join(place, name)  # noqa: PTH118 - Path would drop the user's "./"
            kind = _NO_ARTICLES.get(Path(name).suffix.lower())
            if kind:
                yield Unread(_shown(path), f"not an article: {kind}")
            elif not Path(path).is_file():
                yield Unread(_shown(path), "not a file")
            else:
                yield from _read_file(path, finisher, limit, progress)
    for error in failed:
        found = True
        yield Unread(_shown(str(error.filename)), reason(error))
    if not found:
        yield Unread(_shown(folder), "no articles in this folder")


def _read_file(
    path: str, finisher: Finisher, limit: int, progress: Callable[[str, float], None] | None
) -> Iterator[Found]:
    where = _shown(path)
    source = Source(
        where=where, path=where, stem=Path(where).stem, suffix=Path(path).suffix.lower(), alone=True
    )
    try:
        with Path(path).open("rb", buffering=0) as file:
            size = _size(file.fileno())
            if size and is_zip(file.read(4)):
                file.seek(0)
                contents = read_zip(file, size, source, finisher, limit)
            else:
                if size:
                    file.seek(0)
                contents = read_contents(file, source, finisher, limit)
            for found in contents:
                yield found
                if progress and size:
                    progress(where, min(1.0, file.tell() / size))
    except (OSError, ValueError) as error:
        yield Unread(where, reason(error))


def _size(file: int) -> int:
    """The bytes of a regular file; 0 for what cannot be wound back, such as a pipe."""
    status = os.fstat(file)
    return status.st_size if stat.S_ISREG(status.st_mode) else 0


def _shown(path: str) -> str:
    """A path as text that can be printed and written as JSON, with "/" between its parts."""
    return os.fsencode(path).decode("utf-8", "replace").replace(os.sep, "/")
