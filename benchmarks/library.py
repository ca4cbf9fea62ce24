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

import msgspec
import numpy as np
from library_adding import add, clocks
from library_articles import written
from sqlalchemy import insert, select

from rashomon.grouping.vectors import centre, unit
from rashomon.library import Filters, open_library, search, tables
from rashomon.library.dossiers import Kept, keep_dossier, story_document
from rashomon.library.facts import set_fact
from rashomon.library.looking import (
    changes_of,
    find_article,
    find_entity,
    list_stories,
    status,
    story_row,
)
from rashomon.library.packing import checksum, pack_said
from rashomon.library.refreshing import refresh_stories
from rashomon.library.revisions import versions_of
from rashomon.library.rows import pack_rows, unpack_rows
from rashomon.library.tokens import tokens
from rashomon.library.vectors import add_vectors, near, nearest_of, sort_cells
from rashomon.model import Account, Article, Dossier, Statement
from rashomon.sources import find_articles

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

SIZE, SAID, WORDS, BATCH = 384, 12, 30_000, 500
ALPHABETS = {
    "en": "abdegiklmnorstu",
    "ru": "абвгдеиклмнорст",
    "vi": "ắbcđêghiôklnơt",
    "zh": "中国人民生活在城市里的山水",
}
SUBJECTS, EVENT, TEXTS = 400, 4, 4_000
EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
LOOKED_AT = [f"s{1 + 7 * number}" for number in range(60)]


class Drawn:
    """Articles, drawn anew from a seed."""

    def __init__(self, seed: int = 3) -> None:
        self.chance = np.random.default_rng(seed)
        self.words = {code: self._vocabulary(letters) for code, letters in ALPHABETS.items()}
        rank = 1 / np.arange(1, WORDS + 1)
        self.share = np.cumsum(rank / rank.sum())
        self.subjects = unit(self.chance.standard_normal((SUBJECTS, SIZE)).astype(np.float32))
        self.event = np.zeros((SAID + 1, SIZE), np.float32)

    def _vocabulary(self, letters: str) -> list[str]:
        sizes = self.chance.integers(2, 9, WORDS)
        return ["".join(self.chance.choice(list(letters), size)) for size in sizes]

    def some_words(self, language: str, count: int) -> list[str]:
        ranks = np.searchsorted(self.share, self.chance.random(count))
        return [self.words[language][min(rank, WORDS - 1)] for rank in ranks.tolist()]

    def names(self) -> list[int]:
        """The numbers of ten names, as unequal as the words."""
        return np.searchsorted(self.share, self.chance.random(10)).tolist()

    def vectors(self, number: int) -> np.ndarray:
        """The vectors of an article's statements and of its lead, near those of the same event."""
        if number % EVENT == 0:
            subject = self.subjects[int(self.chance.integers(SUBJECTS))]
            own = unit(self.chance.standard_normal((SAID + 1, SIZE)).astype(np.float32))
            self.event = np.float32(0.4**0.5) * subject + np.float32(0.6**0.5) * own
        noise = unit(self.chance.standard_normal((SAID + 1, SIZE)).astype(np.float32))
        return unit(centre(SIZE) + np.float32(0.4) * unit(self.event + np.float32(0.8) * noise))

    def article(self, number: int) -> Account:
        language = list(ALPHABETS)[number % len(ALPHABETS)]
        text, statements = "", []
        for _ in range(SAID):
            told = " ".join(self.some_words(language, 18)) + "."
            statements.append(Statement(f"a{number}", len(text), len(text) + len(told)))
            text += told + " "
        article = Article(
            id=f"a{number}",
            outlet=f"Outlet {number % 50}",
            language=language,
            published=f"2024-{1 + number % 12:02d}-{1 + number % 28:02d}",
            title=text[: statements[0].end],
            text=text,
        )
        return Account(article=article, sentences=(), statements=tuple(statements))


class Said:
    """Texts that articles of the large library share, so that they need not be drawn for each."""

    def __init__(self, drawn: Drawn) -> None:
        self.accounts = [drawn.article(number) for number in range(TEXTS)]
        self.tokens = [tokens(one.article.text, one.article.language) for one in self.accounts]

    def packed_as(self, at: int, name: str) -> bytes:
        """One of the accounts as that of an article of its own."""
        told = self.accounts[at]
        return pack_said(
            msgspec.structs.replace(
                told,
                article=msgspec.structs.replace(told.article, id=name),
                statements=tuple(msgspec.structs.replace(one, article=name) for one in told.statements),
            )
        )


def fill(library, articles: int) -> None:  # type: ignore[no-untyped-def]
    drawn, empty = Drawn(), pack_rows(np.zeros((0, SIZE), np.float32))
    texts = Said(drawn)
    with library.writing() as connection:
        set_fact(connection, "dimension", str(SIZE))
        set_fact(connection, "encoder", "drawn")
    for start in range(1, articles + 1, BATCH):
        rows: dict[str, list[dict[str, object]]] = {
            name: [] for name in ("articles", "versions", "states", "names")
        }
        told, vectors = [], []
        for number in range(start, min(start + BATCH, articles + 1)):
            at = (number - 1) % TEXTS
            article, said = texts.accounts[at].article, texts.packed_as(at, f"a{number}")
            own = drawn.vectors(number - 1)
            packed = pack_rows(own)
            rows["articles"].append(
                {
                    **{name: getattr(article, name) for name in ("outlet", "language", "published", "title")},
                    "id": f"a{number}",
                    "url": f"https://outlet.example/{number}",
                    "number": number,
                    "key": f"k{number}",
                    "version": number,
                    "versions": 1,
                    "story": f"s{1 + (number - 1) // EVENT}",
                    "day": 738_000 + number % 400,
                    "added": "2024",
                }
            )
            rows["versions"].append(
                {
                    "number": number,
                    "article": number,
                    "version": 1,
                    "added": "2024",
                    "statements": SAID,
                    "content": number.to_bytes(16),
                    "account": said,
                    "vectors": packed,
                    "checksum": checksum(said, packed),
                }
            )
            rows["states"].append({"version": number, "packed": empty, "checksum": checksum(empty)})
            rows["names"] += [
                {"version": number, "key": f"name {one}", "type": "person", "text": f"Name {one}", "count": 1}
                for one in sorted(set(drawn.names()))
            ]
            told.append((number, texts.tokens[at]))
            vectors.append((number, own[:SAID]))
        with library.writing() as connection:
            for name, some in rows.items():
                connection.execute(insert(tables.metadata.tables[name]), some)
            library.words.add(connection, told)
            add_vectors(connection, vectors)
            refresh_stories(connection, sorted({str(row["story"]) for row in rows["articles"]}))
    add_dossiers(library)


def add_dossiers(library) -> None:  # type: ignore[no-untyped-def]
    """Dossiers of the stories that are looked at: each that of the largest story of the examples."""
    from rashomon.comparing.document import make_document
    from rashomon.encoder import Encoder

    found = [one for one in find_articles([str(EXAMPLES)]) if isinstance(one, Article)]
    document = make_document(found, Encoder.open(), together=False)
    dossier = max(document.stories, key=lambda story: len(story.articles))
    with library.writing() as connection:
        for story in LOOKED_AT:
            held = select(tables.articles.c.id).where(tables.articles.c.story == story)
            names = list(connection.execute(held.order_by(tables.articles.c.id)).scalars())
            if not names:
                continue
            own = dict(zip(dossier.articles, names * len(dossier.articles), strict=False))
            text = msgspec.json.encode(msgspec.structs.replace(dossier, id=story)).decode()
            for before, now in own.items():
                text = text.replace(f'"{before}"', f'"{now}"')
            keep_dossier(
                connection,
                Kept(document.made_by, msgspec.json.decode(text, type=Dossier), dict.fromkeys(names)),
            )


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
