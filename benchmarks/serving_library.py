"""The libraries that ``benchmarks/serving.py`` serves, and what is added to them meanwhile.

Articles written from templates, or drawn as ``benchmarks/library.py`` draws them; vectors are drawn from the
words instead of encoded.
"""

from __future__ import annotations

import argparse
import zlib
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import numpy as np
from library import fill
from library_articles import written
from sqlalchemy import delete, insert, select, update

from rashomon.comparing.document import make_document
from rashomon.encoder import Encoder
from rashomon.grouping.stream.placing import Stream
from rashomon.library import add_articles, open_library, tables
from rashomon.library.dossiers import Kept
from rashomon.library.facts import set_fact
from rashomon.library.grouped import Held
from rashomon.library.vectors import sort_cells
from rashomon.model import Article, Encoding
from rashomon.sources import find_articles

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rashomon.encoder import NameTag
    from rashomon.library import Library

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
DIMENSION = 384
BATCH = 12  # articles that are added at once


class DrawnEncoder:
    """The encoder of the installed weights by name; its vectors are drawn from the words."""

    dimension = DIMENSION
    tagger_name = "drawn"

    def __init__(self, name: str) -> None:
        self.name = name
        self._words: dict[str, np.ndarray] = {}

    def encode(self, texts: Sequence[str]) -> list[Encoding]:
        return [self._encoding(text) for text in texts]

    def encode_and_tag(self, texts: Sequence[str]) -> list[tuple[Encoding, tuple[NameTag, ...]]]:
        return [(self._encoding(text), ()) for text in texts]

    def _encoding(self, text: str) -> Encoding:
        offsets, at = [], 0
        for word in text.split():
            at = text.index(word, at)
            offsets.append((at, at + len(word)))
            at += len(word)
        states = np.array([self._word(text[a:b]) for a, b in offsets], np.float32).reshape(-1, DIMENSION)
        vector = states.sum(axis=0)
        vector /= np.float32(max(float(np.linalg.norm(vector)), 1e-9))
        return Encoding(vector=vector, states=states, offsets=np.array(offsets, np.int32).reshape(-1, 2))

    def _word(self, word: str) -> np.ndarray:
        if word not in self._words:
            seed = int.from_bytes(blake2b(word.encode(), digest_size=8).digest(), "little")
            self._words[word] = np.random.default_rng(seed).standard_normal(DIMENSION).astype(np.float32)
        return self._words[word]


def make(folder: str, count: int, drawn: bool) -> None:
    """The library; where it is there already, a drawn one gets its stream in the program's present form."""
    if (Path(folder) / "library.sqlite").exists():
        if drawn:
            with open_library(folder) as library:
                keep_stream(library)
        return
    encoder = DrawnEncoder(Encoder.open().name)
    with open_library(folder, create=True) as library:
        if not drawn:
            add_articles(library, some(0, count), encoder)  # type: ignore[arg-type]
            return
        fill(library, count)
        with library.writing() as connection:
            set_fact(connection, "encoder", encoder.name)
            set_fact(connection, "tagger", encoder.tagger_name)
            for last in ("last article", "last version"):
                set_fact(connection, last, str(count))
        keep_stream(library)
        sort_cells(library, DIMENSION)
        give_dossiers(library)


def keep_stream(library: Library) -> None:
    """Keep the stream of stories that finds those of new articles: it knows the stories that were drawn, and
    compares new articles with one another only, as if those of the library had come long ago."""
    stream = Stream()
    with library.writing() as connection:
        query = select(tables.articles.c.number, tables.articles.c.id, tables.articles.c.story)
        for number, name, story in connection.execute(  # noqa: B007 (the last is needed)
            query.order_by(tables.articles.c.number)
        ):
            stream._known.put(name, None, int(story.removeprefix("s")))
        stream._known.founded = max(stream._known.members)
        connection.execute(delete(tables.streams))
        connection.execute(insert(tables.streams), {"upto": number, "part": 0, "packed": stream.save()})


def give_dossiers(library: Library) -> None:
    """Each story that waits to be compared gets the dossier of the smaller story of the examples."""
    found = [one for one in find_articles([str(EXAMPLES / "other-day")]) if isinstance(one, Article)]
    document = make_document(found, Encoder.open(), together=True)
    (dossier,) = document.stories
    text = msgspec.json.encode(Kept(document.made_by, dossier, dict.fromkeys(dossier.articles))).decode()
    waiting = select(tables.stories.c.id).where(tables.stories.c.stale)
    with library.writing() as connection:
        for story in list(connection.execute(waiting).scalars()):
            held = select(tables.articles.c.id).where(tables.articles.c.story == story).limit(2)
            own = text.replace(f'"id":"{dossier.id}"', f'"id":"{story}"')
            for before, now in zip(dossier.articles, connection.execute(held).scalars(), strict=False):
                own = own.replace(f'"{before}"', f'"{now}"')
            packed = zlib.compress(own.encode(), 6)
            connection.execute(insert(tables.dossiers), {"story": story, "packed": packed})
        connection.execute(update(tables.stories).values(stale=False))


def some(first: int, count: int) -> Iterator[Article]:
    """Articles from templates, from a number on."""
    for number, article in enumerate(written(first + count)):
        if number >= first:
            yield article


def main() -> None:
    """Add batches until the process is ended, telling after each how many articles that makes."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("folder")
    parser.add_argument("--most", type=int, default=6_000)
    given = parser.parse_args()
    encoder, held = DrawnEncoder(Encoder.open().name), Held()
    with open_library(given.folder) as library:
        with library.reading() as connection:
            mine = select(tables.articles.c.url).where(
                tables.articles.c.url.like("https://outlet_.example/%")
            )
            first = len(connection.execute(mine).all())
        coming = some(first, given.most)
        for added in range(0, given.most, BATCH):
            print(added, flush=True)
            add_articles(library, islice(coming, BATCH), encoder, held=held)  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
