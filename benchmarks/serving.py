"""A served library under load: how quickly it answers while articles are added, and its memory.

    python benchmarks/serving.py 2000
    python benchmarks/serving.py 100000 --drawn --clients 32 --seconds 60 --folder library

A library of articles written from templates is made by adding them, with vectors that are drawn instead
of encoded; with ``--drawn`` as ``benchmarks/library.py`` draws one, which is quicker. In ``--folder`` it is
kept, and taken again. ``rashomon serve`` opens it with the real encoder. So many clients ask, on connections
of their own, each the next thing when it has its answer; meanwhile another process adds articles. Told are
the 95th percentile by kind of question and of all, what was answered otherwise than with 200, and the
server's resident memory and CPU time. ``--pages`` asks for people's pages, too.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import subprocess
import sys
import time
import zlib
from collections import Counter, defaultdict
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from urllib.parse import quote

import msgspec
import numpy as np
from sqlalchemy import insert, select, update

from rashomon.comparing.document import make_document
from rashomon.encoder import Encoder
from rashomon.library import add_articles, open_library, tables
from rashomon.library.dossiers import Kept
from rashomon.library.facts import set_fact
from rashomon.model import Article, Encoding
from rashomon.sources import find_articles

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rashomon.encoder import NameTag
    from rashomon.library import Library

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
PORT = 8799
DIMENSION = 384
API = {"stories": 20, "story": 30, "article": 20, "search": 15, "entity": 10, "status": 5}
PAGES = {"page": 10, "story page": 20, "article page": 10, "search page": 5}
WORDS = ("harbour", "closed", "residents", "council", "families", "school", "court", "prices", "letter")


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
    """The library; nothing where it is there already."""
    if (Path(folder) / "library.sqlite").exists():
        return
    name = Encoder.open().name
    with open_library(folder, create=True) as library:
        if drawn:
            from library import fill

            fill(library, count)
            with library.writing() as connection:
                set_fact(connection, "encoder", name)
                for last in ("last article", "last version"):
                    set_fact(connection, last, str(count))
            give_dossiers(library)
        else:
            add_articles(library, some(0, count), DrawnEncoder(name))  # type: ignore[arg-type]


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
    from library_articles import written

    for number, article in enumerate(written(first + count)):
        if number >= first:
            yield article


def add_on(folder: str, first: int, most: int) -> None:
    """Add batches of twelve articles until the process is ended."""
    encoder = DrawnEncoder(Encoder.open().name)
    coming = some(first, most)
    with open_library(folder) as library:
        for added in range(12, most + 1, 12):
            add_articles(library, islice(coming, 12), encoder)  # type: ignore[arg-type]
            print(added, flush=True)


class Client:
    """A connection that stays open."""

    async def open(self) -> None:
        self.incoming, self.outgoing = await asyncio.open_connection("127.0.0.1", PORT)

    async def get(self, path: str) -> tuple[int, bytes]:
        self.outgoing.write(f"GET {path} HTTP/1.1\r\nHost: localhost:{PORT}\r\n\r\n".encode())
        head = (await self.incoming.readuntil(b"\r\n\r\n")).lower()
        _, _, after = head.partition(b"content-length:")
        body = await self.incoming.readexactly(int(after.split(b"\r\n", 1)[0] or 0))
        return int(head.split(b" ", 2)[1]), body


class Asked:
    """What clients ask for, drawn from what the library has."""

    def __init__(self, stories: list[str], articles: list[str], names: list[str]) -> None:
        self.stories, self.articles, self.names = stories, articles, names

    def path(self, kind: str, chance: random.Random) -> str:
        story, article = chance.choice(self.stories), chance.choice(self.articles)
        words = quote(" ".join(chance.sample(WORDS, 2)))
        filters = chance.choice(("", "&language=fr", "&articles=2", "&order=latest", "&verdict=differ"))
        return {
            "stories": f"/api/1/stories?limit=50{filters}",
            "story": f"/api/1/stories/{story}",
            "article": f"/api/1/articles/{article}",
            "search": f"/api/1/search?q={words}%20{chance.randrange(1000)}",
            "entity": f"/api/1/entities?name={quote(chance.choice(self.names))}",
            "status": "/api/1/status",
            "page": "/",
            "story page": f"/story/{story}",
            "article page": f"/article/{article}",
            "search page": f"/search?q={words}",
        }[kind]


async def load(clients: int, seconds: float, shares: dict[str, int], server: int) -> dict[str, object]:
    asked = await choices()
    before = worked(server)
    until = time.perf_counter() + seconds
    took: dict[str, list[float]] = defaultdict(list)
    wrong: Counter[str] = Counter()
    memory: list[float] = []

    async def ask(number: int) -> None:
        chance, client = random.Random(number), Client()
        await client.open()
        while time.perf_counter() < until:
            kind = chance.choices(list(shares), list(shares.values()))[0]
            path = asked.path(kind, chance)
            begun = time.perf_counter()
            try:
                status, _ = await client.get(path)
            except (OSError, asyncio.IncompleteReadError, ValueError) as error:
                wrong[f"{type(error).__name__} {kind}"] += 1
                await client.open()
                continue
            took[kind].append(time.perf_counter() - begun)
            if status != 200:
                wrong[f"{status} {kind}"] += 1

    async def watch() -> None:
        while time.perf_counter() < until:
            memory.append(resident(server))
            await asyncio.sleep(max(1.0, seconds / 10))

    await asyncio.gather(watch(), *(ask(number) for number in range(clients)))
    every = [one for times in took.values() for one in times]
    told: dict[str, object] = {"answers a second": round(len(every) / seconds, 1)}
    told["CPU of an answer, ms"] = round(1000 * (worked(server) - before) / max(len(every), 1), 1)
    for kind, times in [*sorted(took.items()), ("all", every)]:
        middle, late = np.quantile(times, [0.5, 0.95])
        told[f"{kind}: median, p95, most, ms"] = (
            f"{1000 * middle:.0f}, {1000 * late:.0f}, {1000 * max(times):.0f} ({len(times)})"
        )
    told["otherwise than 200"] = dict(wrong) or "none"
    told["memory of the server, MB"] = ", ".join(f"{one:.0f}" for one in memory)
    return told


async def choices() -> Asked:
    client = Client()
    await client.open()
    stories, after = [], ""
    while len(stories) < 2_000:
        page = json.loads((await client.get(f"/api/1/stories?limit=200{after}"))[1])
        stories += [one["id"] for one in page["stories"]]
        if page["next"] is None:
            break
        after = f"&after={page['next']}"
    articles, names = [], []
    for story in random.Random(1).sample(stories, min(200, len(stories))):
        document = json.loads((await client.get(f"/api/1/stories/{story}"))[1])
        articles += [one["id"] for one in document["articles"]]
        names += [one["name"] for one in document["stories"][0]["entities"]]
    return Asked(stories, articles, names or ["Name 1", "Name 7", "Name 400"])


def worked(process: int) -> float:
    """The seconds that a process has worked."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident(process: int) -> float:
    """The resident memory of a process in megabytes."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))


def measure(folder: str, given: argparse.Namespace) -> None:
    make(folder, given.articles, given.drawn)
    run = [sys.executable, "-m", "rashomon", "serve", "--library", folder, "--port", str(PORT)]
    server = subprocess.Popen(run, stdout=subprocess.PIPE)
    adder = None
    try:
        assert server.stdout is not None
        server.stdout.readline()
        time.sleep(given.settle)
        print(f"{'memory at rest, MB':32} {resident(server.pid):.0f}")
        if given.add:
            known = 0 if given.drawn else given.articles  # drawn articles are none of those from templates
            mine = [sys.executable, __file__, str(known), "--add-to", folder]
            adder = subprocess.Popen(mine, stdout=subprocess.PIPE)
            assert adder.stdout is not None
            adder.stdout.readline()  # the first batch is in
        shares = {**API, **PAGES} if given.pages else API
        told = asyncio.run(load(given.clients, given.seconds, shares, server.pid))
        for name, value in told.items():
            print(f"{name:32} {value}")
    finally:
        if adder is not None:
            adder.terminate()
            batches, _ = adder.communicate()
            added = int(batches.split()[-1]) if batches.split() else 12
            print(f"{'articles added meanwhile':32} {added}")
        server.terminate()
        server.wait()


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("articles", type=int, help="how many are in the library")
    parser.add_argument("--drawn", action="store_true", help="make it as benchmarks/library.py does")
    parser.add_argument("--clients", type=int, default=32)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--settle", type=float, default=15, help="seconds until the encoder is open")
    parser.add_argument("--pages", action="store_true", help="ask for people's pages, too")
    parser.add_argument("--no-add", dest="add", action="store_false", help="nothing is written meanwhile")
    parser.add_argument("--folder", help="where the library is kept; a temporary one where not given")
    parser.add_argument("--add-to", metavar="FOLDER", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.add_to:
        add_on(given.add_to, given.articles, 6_000)
    elif given.folder:
        measure(given.folder, given)
    else:
        with TemporaryDirectory() as folder:
            measure(folder, given)


if __name__ == "__main__":
    main()
