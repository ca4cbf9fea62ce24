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
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import numpy as np
from sqlalchemy import insert, select

from rashomon.grouping.sketch import centre, unit
from rashomon.library import add_articles, open_library, search, tables
from rashomon.library.dossiers import story_document
from rashomon.library.facts import set_fact
from rashomon.library.looking import list_stories, status
from rashomon.library.packing import checksum, pack_said, pack_vectors
from rashomon.library.rows import pack_rows, unpack_rows
from rashomon.library.tokens import tokens
from rashomon.library.vectors import add_vectors, near, nearest_of, sort_cells
from rashomon.model import Account, Article, Encoding, Statement

SIZE, SAID, WORDS, BATCH = 384, 12, 30_000, 500
ALPHABETS = {
    "en": "abdegiklmnorstu",
    "ru": "абвгдеиклмнорст",
    "vi": "ắbcđêghiôklnơt",
    "zh": "中国人民生活在城市里的山水",
}
SUBJECTS, EVENT = 400, 4


class Drawn:
    """Articles, drawn anew from a seed."""

    def __init__(self, seed: int = 3) -> None:
        self.chance = np.random.default_rng(seed)
        self.words = {code: self._vocabulary(letters) for code, letters in ALPHABETS.items()}
        rank = 1 / np.arange(1, WORDS + 1)
        self.share = np.cumsum(rank / rank.sum())
        self.subjects = unit(self.chance.standard_normal((SUBJECTS, SIZE)).astype(np.float32))
        self.event = np.zeros((SAID, SIZE), np.float32)

    def _vocabulary(self, letters: str) -> list[str]:
        sizes = self.chance.integers(2, 9, WORDS)
        return ["".join(self.chance.choice(list(letters), size)) for size in sizes]

    def some_words(self, language: str, count: int) -> list[str]:
        ranks = np.searchsorted(self.share, self.chance.random(count))
        return [self.words[language][min(rank, WORDS - 1)] for rank in ranks.tolist()]

    def article(self, number: int) -> Account:
        language = list(ALPHABETS)[number % len(ALPHABETS)]
        text, statements = "", []
        for _ in range(SAID):
            told = " ".join(self.some_words(language, 18)) + "."
            statements.append(Statement(f"a{number}", len(text), len(text) + len(told)))
            text += told + " "
        if number % EVENT == 0:
            subject = self.subjects[int(self.chance.integers(SUBJECTS))]
            own = unit(self.chance.standard_normal((SAID, SIZE)).astype(np.float32))
            self.event = np.float32(0.4**0.5) * subject + np.float32(0.6**0.5) * own
        noise = unit(self.chance.standard_normal((SAID, SIZE)).astype(np.float32))
        vectors = unit(centre(SIZE) + np.float32(0.4) * unit(self.event + np.float32(0.8) * noise))
        day = 1 + number // EVENT % 28
        article = Article(
            id=f"a{number}",
            url=f"https://outlet{number % 50}.example/{number}",
            outlet=f"Outlet {number % 50}",
            language=language,
            published=f"2024-{1 + number % 12:02d}-{day:02d}",
            title=text[: statements[0].end],
            text=text,
        )
        none = np.zeros((0, SIZE), np.float32), np.zeros((0, 2), np.int32)
        encodings = tuple(Encoding(vector=vector, states=none[0], offsets=none[1]) for vector in vectors)
        return Account(
            article=article, sentences=(), statements=tuple(statements), encodings=encodings, lead=vectors[0]
        )


def fill(library, articles: int) -> None:  # type: ignore[no-untyped-def]
    drawn, empty = Drawn(), pack_rows(np.zeros((0, SIZE), np.float32))
    with library.writing() as connection:
        set_fact(connection, "dimension", str(SIZE))
        set_fact(connection, "encoder", "drawn")
    for start in range(1, articles + 1, BATCH):
        rows: dict[str, list[dict[str, object]]] = {
            "articles": [],
            "versions": [],
            "stories": [],
            "states": [],
        }
        told, vectors = [], []
        for number in range(start, min(start + BATCH, articles + 1)):
            account = drawn.article(number - 1)
            article, said, packed = account.article, pack_said(account), pack_vectors(account)
            story = f"s{(number - 1) // EVENT}"
            rows["articles"].append(
                {
                    **{
                        name: getattr(article, name)
                        for name in ("id", "url", "outlet", "language", "published")
                    },
                    "number": number,
                    "key": f"k{number}",
                    "version": number,
                    "versions": 1,
                    "story": story,
                    "day": 738_000 + number % 400,
                    "title": article.title,
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
            if (number - 1) % EVENT == 0:
                rows["stories"].append(
                    {
                        "id": story,
                        "number": number,
                        "title": article.title,
                        "articles": EVENT,
                        "origins": 1,
                        "languages": "en",
                        "first": 738_000,
                        "last": 738_000 + number % 400,
                        "differing": 0,
                        "stale": False,
                    }
                )
            told.append((number, tokens(article.text, article.language)))
            vectors.append((number, np.array([one.vector for one in account.encodings])))
        with library.writing() as connection:
            for name, some in rows.items():
                connection.execute(insert(tables.metadata.tables[name]), some)
            library.words.add(connection, told)
            add_vectors(connection, vectors)


def measure(articles: int, folder: Path) -> dict[str, object]:
    begun = time.perf_counter()
    with open_library(str(folder), create=True) as library:
        fill(library, articles)
        filled = time.perf_counter() - begun
        begun = time.perf_counter()
        sort_cells(library, SIZE)
        sorting = time.perf_counter() - begun
    begun = time.perf_counter()
    with open_library(str(folder)) as library:
        with library.reading() as connection:
            list_stories(connection, most=50)
        opening = time.perf_counter() - begun
        drawn, seconds, stories, found = Drawn(), [], [], []
        for number in range(60):
            account = drawn.article(number)
            vector = account.encodings[1].vector
            noise = unit(drawn.chance.standard_normal((1, SIZE)).astype(np.float32))[0]
            vector = unit(vector + np.float32(0.2) * noise)
            asked = " ".join(drawn.some_words(account.article.language, 2))
            begun = time.perf_counter()
            search(library, asked, lambda _, vector=vector: vector)
            seconds.append(time.perf_counter() - begun)
            begun = time.perf_counter()
            with library.reading() as connection:
                list_stories(connection, most=50)
                story_document(connection, f"s{number * 7 % (articles // EVENT)}")
            stories.append(time.perf_counter() - begun)
            if number < 3:
                found.append(_recall(library, vector))
        told = status(library)
    return {
        "articles": articles,
        "statements": told.statements,
        "filled, seconds": round(filled, 1),
        "cells sorted, seconds": round(sorting, 1),
        "opened, seconds": round(opening, 3),
        "search, median ms": round(1000 * float(np.median(seconds)), 1),
        "search, p95 ms": round(1000 * float(np.quantile(seconds, 0.95)), 1),
        "story compared at once, p95 ms": round(1000 * float(np.quantile(stories, 0.95)), 1),
        "ten nearest found": round(float(np.mean(found)), 3),
        "bytes an article": (told.bytes or 0) // articles,
    }


def _recall(library, vector) -> float:  # type: ignore[no-untyped-def]
    with library.reading() as connection:
        got = near(connection, vector, 10)
        query = select(tables.versions.c.number, tables.versions.c.statements, tables.versions.c.vectors)

        every = ((row[0], unpack_rows(row[2], SIZE)[: row[1]]) for row in connection.execute(query))
        best = nearest_of(every, vector, 10)
    one = set(zip(got.versions.tolist(), got.places.tolist(), strict=True))
    return len(one & set(zip(best.versions.tolist(), best.places.tolist(), strict=True))) / 10


def add(paths: list[str], folder: Path) -> dict[str, object]:
    """Add files: how long, how much of it the encoder alone takes, and how many bytes an article has."""
    from rashomon.encoder import Encoder
    from rashomon.reading import read_all
    from rashomon.sources import find_articles

    encoder = Encoder.open()
    found = [one for one in find_articles(paths) if isinstance(one, Article)]
    accounts = list(read_all(found, encoder))  # opens what is opened once
    begun = time.process_time()
    for account in accounts:
        text = account.article.text
        encoder.encode_and_tag([text[one.start : one.end] for one in account.sentences])
    alone = time.process_time() - begun
    del accounts
    with open_library(str(folder), create=True) as library:
        begun = time.process_time()
        done = add_articles(library, found, encoder)
        adding = time.process_time() - begun
        told = status(library)
    return {
        **msgspec.to_builtins(done),
        "characters": sum(len(one.text) for one in found),
        "added, seconds of all cores": round(adding, 1),
        "encoder alone, the same": round(alone, 1),
        "bytes an article": (told.bytes or 0) // max(told.articles, 1),
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("articles", nargs="*", type=int, help="how many articles, for each run")
    parser.add_argument(
        "--add", nargs="+", default=[], metavar="PATH", help="add these with the real encoder"
    )
    parser.add_argument("--folder", type=Path, help="where the libraries are made; they are removed again")
    given = parser.parse_args()
    for articles in given.articles:
        with TemporaryDirectory(dir=given.folder) as folder:
            for name, value in measure(articles, Path(folder)).items():
                print(f"{name:32} {value:,}" if isinstance(value, int | float) else f"{name:32} {value}")
    if given.add:
        with TemporaryDirectory(dir=given.folder) as folder:
            for name, value in add(given.add, Path(folder)).items():
                print(f"{name:32} {value:,}" if isinstance(value, int | float) else f"{name:32} {value}")


if __name__ == "__main__":
    main()
