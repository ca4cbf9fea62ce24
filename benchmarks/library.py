"""A large library of drawn articles: how quickly it opens, is searched and shows a story, and its size.

    python benchmarks/library.py 20000 100000
    python benchmarks/library.py --add examples

Articles of some 12 statements are drawn in four languages from words of invented languages (as unequal as
1/rank, out of 30,000 each); vectors are drawn about subjects and events, so that near ones exist. They are
written to the library's tables as adding does, but neither read nor grouped, and without token states, whose
size ``--add`` measures: it adds real files with the real encoder, and says how much of the time the encoder
alone takes. Searches are of two drawn words and a drawn vector; how many of the ten nearest statements they
find is held against looking through all. A search's own encoding is not timed.
"""

from __future__ import annotations

import argparse
import os
import resource
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the commands do

import numpy as np
from library_adding import add, clocks
from library_articles import written
from library_drawn import ALPHABETS, LOOKED_AT, SIZE, Drawn, fill
from sqlalchemy import select

from rashomon.grouping.vectors import unit
from rashomon.library import Filters, open_library, search, tables
from rashomon.library.dossiers import story_document
from rashomon.library.looking import changes_of, find_article, list_stories, status, story_row
from rashomon.library.naming import find_entity
from rashomon.library.revisions import versions_of
from rashomon.library.rows import unpack_rows
from rashomon.library.vectors import near, nearest_of, sort_cells
from rashomon.model import Article
from rashomon.sources import find_articles

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection


def measure(articles: int, place: str) -> dict[str, object]:
    told: dict[str, object] = {"articles": articles}
    with open_library(place, create=True) as library:
        if not status(library).articles:
            begun = time.perf_counter()
            fill(library, articles)
            told["filled, seconds"] = round(time.perf_counter() - begun, 1)
            begun = time.perf_counter()
            sort_cells(library, SIZE)
            told["cells sorted, seconds"] = round(time.perf_counter() - begun, 1)
    begun = time.perf_counter()
    with open_library(place) as library:
        with library.reading() as connection:
            list_stories(connection, most=50)
        told["opened, seconds"] = round(time.perf_counter() - begun, 3)
        drawn, found = Drawn(), []
        seconds: dict[str, list[np.ndarray]] = {}

        def timed(what: str, work: Callable[[Connection], object]) -> None:
            begun = clocks()
            with library.reading() as connection:
                work(connection)
            seconds.setdefault(what, []).append(1000 * (clocks() - begun))

        for number, story in enumerate(LOOKED_AT):
            language = list(ALPHABETS)[number % len(ALPHABETS)]
            vector = drawn.vectors(number)[1]
            noise = unit(drawn.chance.standard_normal((1, SIZE)).astype(np.float32))[0]
            vector = unit(vector + np.float32(0.2) * noise)
            asked = " ".join(drawn.some_words(language, 2))
            name = f"Name {drawn.names()[0]}"
            timed("search", lambda _, a=asked, v=vector: search(library, a, lambda _: v))
            filters = Filters(language=language, since=738_100)
            timed(
                "search, filtered",
                lambda _, a=asked, v=vector, f=filters: search(library, a, lambda _: v, filters=f),
            )
            timed("list of stories", lambda c: list_stories(c, most=50))
            timed("list of stories, filtered", lambda c, f=language: list_stories(c, language=f, most=50))
            timed("story page", lambda c, s=story: (story_row(c, s), story_document(c, s), changes_of(c, s)))
            timed("entity page", lambda c, n=name: find_entity(c, n))
            timed(
                "article page",
                lambda c, n=number: (find_article(c, f"a{1 + n}"), versions_of(c, f"a{1 + n}")),
            )
            if number < 3:
                found.append(_recall(library, vector))
        held = status(library)
        told["statements"] = held.statements
    for what, some in seconds.items():
        for how, part in zip(("by the clock", "of a core"), np.array(some).T, strict=True):
            told[f"{what}, ms {how}, median, p95"] = f"{np.median(part):.0f}, {np.quantile(part, 0.95):.0f}"
    told["ten nearest found"] = round(float(np.mean(found)), 3)
    told["bytes an article"] = (held.bytes or 0) // articles
    told["peak memory, MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return told


def _recall(library, vector) -> float:  # type: ignore[no-untyped-def]
    with library.reading() as connection:
        got = near(connection, vector, 10)
        query = select(tables.versions.c.number, tables.versions.c.statements, tables.versions.c.vectors)

        every = ((row[0], unpack_rows(row[2], SIZE)[: row[1]]) for row in connection.execute(query))
        best = nearest_of(every, vector, 10)
    one = set(zip(got.versions.tolist(), got.places.tolist(), strict=True))
    return len(one & set(zip(best.versions.tolist(), best.places.tolist(), strict=True))) / 10


def show(told: dict[str, object]) -> None:
    for name, value in told.items():
        print(f"{name:40} {value:,}" if isinstance(value, int | float) else f"{name:40} {value}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("articles", nargs="*", type=int, help="how many articles, for each run")
    parser.add_argument(
        "--add", nargs="+", default=[], metavar="PATH", help="add these with the real encoder"
    )
    parser.add_argument("--written", type=int, default=0, help="add so many articles written from templates")
    parser.add_argument("--rounds", type=int, default=1, help="add as often, the encoder alone by turns")
    parser.add_argument(
        "--kept", type=Path, help="where the library of the last number is kept and looked for"
    )
    parser.add_argument(
        "--server", help="an empty database of PostgreSQL in which the library is kept instead"
    )
    parser.add_argument("--folder", type=Path, help="where the libraries are made; they are removed again")
    given = parser.parse_args()
    for articles in given.articles:
        with TemporaryDirectory(dir=given.folder) as folder:
            show(measure(articles, given.server or str(given.kept or folder)))
    found = written(given.written)
    if given.add:
        found += [one for one in find_articles(given.add) if isinstance(one, Article)]
    if found:
        with TemporaryDirectory(dir=given.folder) as folder:
            show(add(found, Path(folder), given.rounds))


if __name__ == "__main__":
    main()
