"""Where the time goes when reports are read: CPU seconds by room, and the most memory held at once.

    python benchmarks/read_profile.py [--separate] FILE …

Three columns: a first run, with an empty cache folder; a later run; and the same reports read once more by
that process, when every language's rules are compiled. The runs are processes of their own, so that the peak
is each run's own. CPU seconds count all threads; on a busy machine they grow, so compare shares, not runs.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOMS = ("python", "imports", "sources", "encoder: open", "encoder: encode", "reading", "grouping")
ROOMS += ("comparing", "report: JSON", "report: HTML", "report: terminal")


class Clock:
    """CPU seconds by name; what is measured inside another measurement is taken from that one."""

    def __init__(self) -> None:
        self.seconds = dict.fromkeys(ROOMS, 0.0)
        self._inner = 0.0

    @contextmanager
    def __call__(self, name: str) -> Iterator[None]:
        outer, self._inner = self._inner, 0.0
        start = time.process_time()
        try:
            yield
        finally:
            spent = time.process_time() - start
            self.seconds[name] += spent - self._inner
            self._inner = outer + spent


class TimedEncoder:
    """The encoder, with each of its calls measured."""

    def __init__(self, encoder: Any, clock: Clock) -> None:
        self._encoder, self._clock = encoder, clock

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._encoder, name)
        if not callable(found):
            return found

        def timed(*arguments: Any, **named: Any) -> Any:
            with self._clock("encoder: encode"):
                return found(*arguments, **named)

        return timed


def measure(paths: list[str], *, together: bool) -> dict[str, Any]:
    """Read the files twice in this process; CPU seconds by room for each time, and the peak in MB."""
    clock = Clock()
    clock.seconds["python"] = time.process_time()
    with clock("imports"):
        from rich.console import Console

        import rashomon.cli.run  # noqa: F401
        from rashomon.comparing import compare
        from rashomon.comparing.document import make_document  # noqa: F401
        from rashomon.encoder import Encoder
        from rashomon.grouping import group, one_story
        from rashomon.model import Article, Document, MadeBy
        from rashomon.reading import read
        from rashomon.report import json as report_json
        from rashomon.report import page, terminal
        from rashomon.sources import find_articles
    with clock("encoder: open"):
        encoder: Any = TimedEncoder(Encoder.open(), clock)
    told = []
    for _ in range(2):
        with clock("sources"):
            articles = [found for found in find_articles(paths) if isinstance(found, Article)]
        with clock("reading"):
            accounts = [read(article, encoder) for article in articles]
        with clock("grouping"):
            stories = (one_story(accounts),) if together else group(accounts)
        with clock("comparing"):
            dossiers = tuple(compare(story) for story in stories)
        made_by = MadeBy(rashomon="", encoder="", tagger="")
        document = Document(
            made_by=made_by, articles=tuple(account.article for account in accounts), stories=dossiers
        )
        with clock("report: JSON"):
            report_json.dumps(document)
        with clock("report: HTML"):
            page.render(document)
        with clock("report: terminal"):
            terminal.show(document, console=Console(file=io.StringIO(), width=100))
        told.append(dict(clock.seconds))
        clock.seconds = dict.fromkeys(ROOMS, 0.0)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
    return {
        "first": told[0],
        "again": told[1],
        "peak": peak,
        "characters": sum(len(a.text) for a in articles),
    }


def in_a_process(arguments: list[str], cache: str) -> dict[str, Any]:
    """Measure in a process of its own, which keeps its cached files in the folder ``cache``."""
    environment = {**os.environ, "RASHOMON_CACHE": os.path.join(cache, "rashomon"), "XDG_CACHE_HOME": cache}  # noqa: PTH118
    command = [sys.executable, __file__, "--measure", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="+", metavar="FILE")
    parser.add_argument("--separate", action="store_true", help="split the reports into stories")
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.measure:
        print(json.dumps(measure(given.files, together=not given.separate)))
        return
    arguments = [*given.files, *(["--separate"] if given.separate else [])]
    with tempfile.TemporaryDirectory() as cache:
        cold = in_a_process(arguments, cache)
        warm = in_a_process(arguments, cache)
    columns = [cold["first"], warm["first"], warm["again"]]
    print(f"{len(given.files)} files, {warm['characters']:,} characters of text; CPU seconds\n")
    print(f"{'':18}{'first run':>12}{'later run':>12}{'once more':>12}")
    for room in ROOMS:
        print(f"{room:18}" + "".join(f"{column[room]:12.3f}" for column in columns))
    print(f"{'all':18}" + "".join(f"{sum(column.values()):12.3f}" for column in columns))
    print(f"{'peak RSS, MB':18}{cold['peak']:12.0f}{warm['peak']:12.0f}")


if __name__ == "__main__":
    main()
