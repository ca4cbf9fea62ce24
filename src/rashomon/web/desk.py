"""What all answers of a server share: one open library, read by many threads, and one encoder."""

from __future__ import annotations

import sqlite3
from collections import OrderedDict
from contextlib import contextmanager, suppress
from threading import Lock
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import event

from rashomon.library import LibraryError, open_library
from rashomon.library.errors import told_plainly
from rashomon.library.held_days import held_days
from rashomon.library.opening import FILE
from rashomon.model import Document
from rashomon.web.lately import Lately, of_story
from rashomon.web.remembered import Answer, Remembered
from rashomon.web.stories import document_bytes, known_story

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Sequence
    from typing import Any

    from numpy import float32
    from numpy.typing import NDArray
    from sqlalchemy import Connection

    from rashomon.encoder import Encoder
    from rashomon.library import Library

    Vector = NDArray[float32]

ANSWERS = 32_000_000  # bytes
REMEMBERED = 512  # vectors of what was asked for
_CACHE_KB = 8_192  # of a database file, for each connection; the system keeps the file in memory anyway


class Desk:
    """A library opened for reading, and an encoder that is opened when it is first needed.

    All methods may be called from any thread. ``library`` is the open library, ``answers`` what was made of
    it and is still right; ``model`` names another encoder than the installed one.
    """

    def __init__(self, library: Library, *, model: str | None = None) -> None:
        self.library = library
        self._model = model
        self._encoder: Encoder | None = None
        self._at_opening = Lock()
        self._at_reading = Lock()
        self._vectors: OrderedDict[str, Vector] = OrderedDict()
        self._at_vectors = Lock()
        self._watch: sqlite3.Connection | None = None
        self._at_watch = Lock()
        self.lately = Lately(self._stamp, self.connection)
        self.answers = Remembered(ANSWERS, self.lately.changed)

    @classmethod
    def open(cls, location: str | None = None, *, model: str | None = None) -> Desk:
        """Open a library as ``open_library`` does. Raises LibraryError where there is none."""
        library = open_library(location)
        if library.folder is not None:
            event.listen(library.engine, "connect", _small_cache)
            library.engine.dispose()  # connections of before have the large cache
        return cls(library, model=model)

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """One view of the library: what is written meanwhile is seen by the next."""
        with self.library.reading() as connection:
            yield connection

    @contextmanager
    def encoder(self) -> Iterator[Encoder]:
        """The encoder to read texts with, for one thread at a time; opened the first time.

        Raises:
            LibraryError: it cannot be opened, or the library was made with another.
        """
        with self._at_reading:
            yield self._opened()

    def encode(self, text: str) -> Vector:
        """The vector of a text (float32, shape (d,)), of length 1. Raises LibraryError like ``encoder``."""
        with self._at_vectors:
            if (known := self._vectors.get(text)) is not None:
                self._vectors.move_to_end(text)
                return known
        return self._encode([text])[0]

    def foresee(self, texts: Sequence[str]) -> None:
        """Encode what will be asked for; where there is no encoder for it, nothing is."""
        with suppress(LibraryError):
            self._encode(texts)

    def knows(self, text: str) -> bool:
        """Whether ``encode`` would give the vector of a text at once."""
        with self._at_vectors:
            return text in self._vectors

    def _encode(self, texts: Sequence[str]) -> list[Vector]:
        made = [one.vector for one in self._opened().encode(texts)]  # does not wait while a text is read
        with self._at_vectors:
            self._vectors.update(zip(texts, made, strict=True))
            while len(self._vectors) > REMEMBERED:
                self._vectors.popitem(last=False)
        return made

    def encoding(self) -> Callable[[str], Vector] | None:
        """``encode`` where there is an encoder that fits the library; else None: only words can be found."""
        try:
            self._opened()
        except LibraryError:
            return None
        return self.encode

    def seen(self) -> int | None:
        """The stamp of what is written to the library where that was looked up already; else None."""
        return self.lately.seen()

    def look(self) -> int:
        """A stamp of what is written to the library, for ``answers``; to be asked before it is read."""
        return self.lately.look()

    def document_bytes(self, story: str) -> tuple[str, Callable[[], bytes], bool] | None:
        """The stamp of a story's document, which changes when it does; what gives it as JSON; and whether
        that takes but a moment: else its accounts are compared. None where there is no such story.
        """
        seen = self.look()
        with self.connection() as connection:
            known = known_story(connection, story)
        if known is None:
            return None

        def make() -> Answer:
            with self.connection() as connection:
                return Answer(document_bytes(connection, known), (of_story(story),), known.stamp)

        at_once = known.packed is not None or len(known.versions) < 2
        return known.stamp, lambda: self.answers.get(document_key(story), make, seen), at_once

    def document(self, story: str) -> Document | None:
        """A story as a document, its articles included; None where there is no such story."""
        found = self.document_bytes(story)
        return found and msgspec.json.decode(found[1](), type=Document)

    def warm(self) -> None:
        """Open what the first question would wait for: days, the encoder, the tagger, language files."""
        from rashomon.model import Article
        from rashomon.reading import read

        with suppress(LibraryError), self.connection() as connection:
            held_days(connection.engine).read(connection)
        with suppress(LibraryError), self.encoder() as encoder:
            read(Article(id="warm", text="It is open.", language="en"), encoder)

    def close(self) -> None:
        """Let go of the library."""
        with self._at_watch:
            if self._watch is not None:
                self._watch.close()
                self._watch = None
        self.library.close()

    def _stamp(self) -> str:
        """Changes whenever something is written to the library."""
        folder = self.library.folder
        if folder is None:
            with self.connection() as connection:
                return str(connection.exec_driver_sql("SELECT pg_current_snapshot()::text").scalar())
        with self._at_watch, told_plainly(self.library.location):
            if self._watch is None:
                self._watch = sqlite3.connect(
                    folder / FILE, check_same_thread=False, isolation_level=None, timeout=10
                )
            return str(self._watch.execute("PRAGMA data_version").fetchone()[0])

    def _opened(self) -> Encoder:
        with self._at_opening:
            if self._encoder is None:
                self._encoder = self._open_encoder()
            return self._encoder

    def _open_encoder(self) -> Encoder:
        from rashomon.encoder import Encoder, WeightsError

        try:
            opened = Encoder.open(model=self._model)
        except WeightsError as error:
            raise LibraryError(str(error)) from error
        if (known := self.library.fact("encoder")) and known != opened.name:
            raise LibraryError(f"the library was made with the encoder {known}; use --encoder")
        return opened


def document_key(story: str) -> Hashable:
    """Under what a story's document is kept."""
    return "document", story


def _small_cache(connection: Any, _: object) -> None:
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA cache_size=-{_CACHE_KB}")
    cursor.close()
