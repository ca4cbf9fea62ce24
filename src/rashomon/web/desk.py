"""What all answers of a server share: one open library, read by many threads, and one encoder."""

from __future__ import annotations

from collections import OrderedDict
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING

from sqlalchemy import event

from rashomon.library import LibraryError, open_library

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from numpy import float32
    from numpy.typing import NDArray
    from sqlalchemy import Connection

    from rashomon.encoder import Encoder
    from rashomon.library import Library

    Vector = NDArray[float32]

REMEMBERED = 512  # vectors of what was asked for
_CACHE_KB = 8_192  # of a database file, for each connection; the system keeps the file in memory anyway


class Desk:
    """A library opened for reading, and an encoder that is opened when it is first needed.

    All methods may be called from any thread. ``library`` is the open library; ``model`` names another
    encoder than the installed one.
    """

    def __init__(self, library: Library, *, model: str | None = None) -> None:
        self.library = library
        self._model = model
        self._encoder: Encoder | None = None
        self._at_encoder = Lock()
        self._vectors: OrderedDict[str, Vector] = OrderedDict()
        self._at_vectors = Lock()

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
        """The encoder, for one thread at a time; opened the first time.

        Raises:
            LibraryError: it cannot be opened, or the library was made with another.
        """
        with self._at_encoder:
            if self._encoder is None:
                self._encoder = self._open_encoder()
            yield self._encoder

    def encode(self, text: str) -> Vector:
        """The vector of a text (float32, shape (d,)), of length 1. Raises LibraryError like ``encoder``."""
        with self._at_vectors:
            if (known := self._vectors.get(text)) is not None:
                self._vectors.move_to_end(text)
                return known
        with self.encoder() as encoder:
            made = encoder.encode([text])[0].vector
        with self._at_vectors:
            self._vectors[text] = made
            while len(self._vectors) > REMEMBERED:
                self._vectors.popitem(last=False)
        return made

    def encoding(self) -> Callable[[str], Vector] | None:
        """``encode`` where there is an encoder that fits the library; else None: only words can be found."""
        try:
            with self.encoder():
                return self.encode
        except LibraryError:
            return None

    def close(self) -> None:
        """Let go of the library."""
        self.library.close()

    def _open_encoder(self) -> Encoder:
        from rashomon.encoder import Encoder, WeightsError

        try:
            opened = Encoder.open(model=self._model)
        except WeightsError as error:
            raise LibraryError(str(error)) from error
        if (known := self.library.fact("encoder")) and known != opened.name:
            raise LibraryError(f"the library was made with the encoder {known}; use --encoder")
        return opened


def _small_cache(connection: Any, _: object) -> None:
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA cache_size=-{_CACHE_KB}")
    cursor.close()
