"""Clients that ask a server without pause, each on a connection of its own, in one cheap process."""

from __future__ import annotations

import argparse
import json
import random
import selectors
import socket
import sys
import time
from collections import Counter, defaultdict
from http.client import HTTPConnection
from urllib.parse import quote

API = {"stories": 20, "story": 30, "article": 20, "search": 15, "entity": 10, "status": 5}
PAGES = {"page": 10, "story page": 20, "article page": 10, "search page": 5}
FILTERS = ("", "", "&language=ru", "&articles=2", "&order=latest", "&verdict=differ")


class Asked:
    """What clients ask for, drawn from what the library has: the newest stories more often than others, a
    person by the names that stories have, and searches of two words of titles, hardly one of them twice."""

    def __init__(self, found: dict[str, list[str]]) -> None:
        self.stories, self.articles = found["stories"], found["articles"]
        self.words, self.names = found["words"], found["names"]

    def path(self, kind: str, chance: random.Random) -> str:
        """An address of one kind."""
        words = quote(" ".join(chance.sample(self.words, 2)))
        if kind in {"story", "story page"}:
            return ("/api/1/stories/" if kind == "story" else "/story/") + newer(self.stories, chance)
        return {
            "stories": f"/api/1/stories?limit=50{chance.choice(FILTERS)}",
            "article": f"/api/1/articles/{chance.choice(self.articles)}",
            "search": f"/api/1/search?q={words}",
            "entity": f"/api/1/entities?name={quote(chance.choice(self.names))}",
            "status": "/api/1/status",
            "page": "/",
            "article page": f"/article/{chance.choice(self.articles)}",
            "search page": f"/search?q={words}",
        }[kind]


class Few(Asked):
    """So many addresses in all, of each kind its share, asked for again and again."""

    def __init__(self, found: dict[str, list[str]], shares: dict[str, int], addresses: int) -> None:
        super().__init__(found)
        chance, whole = random.Random(7), sum(shares.values())
        self.few = {
            kind: [super(Few, self).path(kind, chance) for _ in range(max(1, addresses * share // whole))]
            for kind, share in shares.items()
        }

    def path(self, kind: str, chance: random.Random) -> str:
        return chance.choice(self.few[kind])


def survey(port: int) -> dict[str, list[str]]:
    """What a served library has that can be asked for."""
    connection, chance, after = HTTPConnection("127.0.0.1", port), random.Random(1), ""

    def get(path: str):  # type: ignore[no-untyped-def]
        connection.request("GET", path)
        return json.loads(connection.getresponse().read())

    stories: list[str] = []
    titles: list[str] = []
    while True:
        page = get(f"/api/1/stories?limit=200{after}")
        stories += [one["id"] for one in page["stories"]]
        titles += [one["title"] or "" for one in page["stories"]]
        if page["next"] is None:
            break
        after = f"&after={page['next']}"
    articles: list[str] = []
    names = {f"Name {number}" for number in range(300)}
    for _ in range(200):
        document = get(f"/api/1/stories/{newer(stories, chance)}")
        articles += [one["id"] for one in document["articles"]]
        names |= {one["name"] for one in document["stories"][0]["entities"]}
    words = {word for title in titles for word in title.split()}
    return {"stories": stories, "articles": articles, "names": sorted(names), "words": sorted(words)}


def newer(some: list[str], chance: random.Random) -> str:
    """One of some, of the first more often than of the last."""
    return some[int(len(some) * chance.random() ** 3)]


class Client:
    """A connection that stays open, and what it waits for."""

    def __init__(self, port: int, number: int) -> None:
        self.port, self.chance = port, random.Random(number)
        self.open()

    def open(self) -> None:
        self.socket = socket.create_connection(("127.0.0.1", self.port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, kind: str, path: str) -> None:
        self.kind, self.begun = kind, time.perf_counter()
        self._got, self._whole = b"", 0
        self.socket.send(f"GET {path} HTTP/1.1\r\nHost: localhost:{self.port}\r\n\r\n".encode())

    def take(self) -> bool:
        """Take in what has come; whether the answer is whole. Raises ConnectionError where it was cut."""
        got = self.socket.recv(262_144)
        if not got:
            raise ConnectionResetError
        self._got = self._got + got if self._got else got
        if not self._whole and (end := self._got.find(b"\r\n\r\n")) >= 0:
            _, _, after = self._got[:end].lower().partition(b"content-length:")
            self._whole = end + 4 + int(after.split(b"\r\n", 1)[0] or 0)
        return 0 < self._whole <= len(self._got)

    @property
    def status(self) -> int:
        return int(self._got[9:12])


def load(port: int, clients: int, seconds: float, shares: dict[str, int], asked: Asked) -> dict[str, object]:
    """Ask for so long: the seconds of each answer by kind, and how often which fault came."""
    kinds, weights = list(shares), list(shares.values())
    took: dict[str, list[float]] = defaultdict(list)
    wrong: Counter[str] = Counter()
    until, worked = time.perf_counter() + seconds, time.process_time()

    def ask(client: Client) -> None:
        kind = client.chance.choices(kinds, weights)[0]
        client.ask(kind, asked.path(kind, client.chance))

    with selectors.DefaultSelector() as waiting:
        for number in range(clients):
            client = Client(port, number)
            waiting.register(client.socket, selectors.EVENT_READ, client)
            ask(client)
        while (now := time.perf_counter()) < until:
            for key, _ in waiting.select(until - now):
                client = key.data
                try:
                    if not client.take():
                        continue
                    took[client.kind].append(time.perf_counter() - client.begun)
                    if client.status != 200:
                        wrong[f"{client.status} {client.kind}"] += 1
                except OSError as error:
                    wrong[f"{type(error).__name__} {client.kind}"] += 1
                    waiting.unregister(client.socket)
                    client.open()
                    waiting.register(client.socket, selectors.EVENT_READ, client)
                ask(client)
    return {"took": took, "wrong": wrong, "worked": time.process_time() - worked}


def main() -> None:
    """Print as JSON what ``load`` gives; what there is to ask for comes on standard input."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("port", type=int)
    parser.add_argument("clients", type=int)
    parser.add_argument("seconds", type=float)
    parser.add_argument("shares", type=json.loads)
    parser.add_argument("addresses", type=int)
    given = parser.parse_args()
    found = json.load(sys.stdin)
    asked = Few(found, given.shares, given.addresses) if given.addresses else Asked(found)
    print(json.dumps(load(given.port, given.clients, given.seconds, given.shares, asked)))


if __name__ == "__main__":
    main()
