"""Which of the articles that come are new or changed, in batches that are read and kept together."""

from __future__ import annotations

from collections import deque
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from rashomon.library.identity import content_of, file_of, id_of, key_of, storable
from rashomon.library.known import look_up, move
from rashomon.model import Unread

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from rashomon.library.opening import Library
    from rashomon.model import Article

BATCH_ARTICLES = 64
BATCH_CHARACTERS = 60_000


class Coming(NamedTuple):
    """An article that is to be kept: ``number`` is that of the article it is a version of, or None."""

    article: Article
    key: str
    content: bytes
    number: int | None
    file: str | None


class Incoming:
    """The articles that a library has not yet. ``known`` counts those that it has.

    Args:
        library: nobody else may write to it meanwhile.
        found: articles, and what could not be read.
        unread: called with each input that could not be read.
    """

    def __init__(
        self, library: Library, found: Iterable[Article | Unread], unread: Callable[[Unread], None] | None
    ) -> None:
        self.known = 0
        self.more = True
        self._library = library
        self._articles = self._readable(found, unread)
        self._waiting: deque[Article] = deque()
        self._given: deque[list[Coming]] = deque()
        self._keys: dict[str, bytes] = {}  # what each that was given out and is not kept says
        self._files: dict[str, bytes] = {}

    def batches(self) -> Iterator[list[Article]]:
        """Batches of new and changed articles. Each is to be kept (``next_to_keep``, ``kept``) in its turn.

        Where one is another version of an article that is given out but not kept, they end; when all are
        kept and there is ``more``, call again.
        """
        batch: list[Coming] = []
        while some := self._some():
            new, wait = self._new_among(some)
            batch += new
            size = sum(len(one.article.text) for one in batch)
            if batch and (wait or len(batch) >= BATCH_ARTICLES or size >= BATCH_CHARACTERS):
                yield self._give(batch)
                batch = []
            if wait:
                return
        self.more = False
        if batch:
            yield self._give(batch)

    def next_to_keep(self) -> list[Coming]:
        """The batch that was given out longest ago."""
        return self._given[0]

    def kept(self) -> None:
        """It is kept now."""
        for one in self._given.popleft():
            del self._keys[one.key]
            if one.file:
                self._files.pop(one.file, None)

    def _readable(
        self, found: Iterable[Article | Unread], unread: Callable[[Unread], None] | None
    ) -> Iterator[Article]:
        for one in found:
            if not isinstance(one, Unread):
                yield storable(one)
            elif unread:
                unread(one)

    def _some(self) -> list[Article]:
        """The next articles, so many that none waits long to be looked up."""
        some: list[Article] = []
        size = 0
        while len(some) < BATCH_ARTICLES // 2 and size < BATCH_CHARACTERS // 2:
            one = self._waiting.popleft() if self._waiting else next(self._articles, None)
            if one is None:
                break
            some.append(one)
            size += len(one.text)
        return some

    def _new_among(self, some: Sequence[Article]) -> tuple[list[Coming], bool]:
        """Those that the library has not, up to the first that must wait; whether one must."""
        new: list[Coming] = []
        moved: list[tuple[int, Article]] = []
        wait = False
        with self._library.reading() as connection:
            for at, article in enumerate(some):
                content = content_of(article)
                key, file = key_of(article, content), file_of(article)
                before = self._keys.get(key) or (self._files.get(file) if file else None)
                if before not in {None, content}:
                    self._waiting.extendleft(reversed(list(islice(some, at, None))))
                    wait = True
                    break
                if before is not None:
                    self.known += 1
                    continue
                found = look_up(connection, article, key, content)
                if found.moved and found.number is not None:
                    moved.append((found.number, article))
                if found.same:
                    self.known += 1
                    continue
                named = msgspec.structs.replace(article, id=found.id or id_of(key))
                new.append(Coming(named, key, content, found.number, file))
                self._keys[key] = content
                if file:
                    self._files[file] = content
        if moved:
            with self._library.writing() as connection:
                for number, article in moved:
                    move(connection, number, article)
        return new, wait

    def _give(self, batch: list[Coming]) -> list[Article]:
        self._given.append(batch)
        return [one.article for one in batch]
