"""Articles into a library: each is read once, finds its story, and is kept in one transaction with others."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from msgspec import Struct

from rashomon.library.coming import BATCH_ARTICLES, Incoming
from rashomon.library.dossiers import make_dossiers
from rashomon.library.keeping import Keeper
from rashomon.library.vectors import sort_cells
from rashomon.reading import read_batches

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from rashomon.encoder import Encoder
    from rashomon.library.grouped import Held
    from rashomon.library.opening import Library
    from rashomon.model import Article, Unread

__all__ = ["BATCH_ARTICLES", "Added", "add_articles"]


class Added(Struct, kw_only=True):
    """What an adding did: how many articles were new, changed and known, and what is left undone."""

    new: int = 0
    changed: int = 0
    known: int = 0
    stopped: bool = False
    waiting: int = 0  # stories whose dossier is still to be made


def add_articles(
    library: Library,
    found: Iterable[Article | Unread],
    encoder: Encoder,
    *,
    progress: Callable[[Added], None] | None = None,
    unread: Callable[[Unread], None] | None = None,
    comparing: Callable[[int, int], None] | None = None,
    stop: Callable[[], bool] = lambda: False,
    held: Held | None = None,
) -> Added:
    """Keep articles, group them, and compare the accounts of stories to which something new came.

    While a batch is kept, the encoder reads the next. Adding the same again changes nothing. What was added
    before an error stays; the rest is added by adding the same again.

    Args:
        library: where to; nobody else may write to it meanwhile.
        found: articles, and what could not be read.
        encoder: the one that the library was begun with.
        progress: called after each batch.
        unread: called with each input that could not be read.
        comparing: called with how many stories are compared, of how many.
        stop: asked after each batch and before each story whether to end here.
        held: stories that stay in memory from one adding to the next.

    Raises:
        LibraryError: the library cannot be written to, or was made with another encoder.
    """
    done = Added()
    with library.only_writer():
        keeper = Keeper(library, encoder, held)
        incoming = Incoming(library, found, unread)
        while incoming.more and not done.stopped:
            with closing(read_batches(incoming.batches(), encoder)) as read:
                for accounts in read:
                    new, changed = keeper.keep(incoming.next_to_keep(), list(accounts))
                    incoming.kept()
                    done.new += new
                    done.changed += changed
                    done.known = incoming.known
                    if progress:
                        progress(done)
                    if stop():
                        done.stopped = True
                        break
        keeper.end()
        done.known = incoming.known
        if progress:
            progress(done)
        done.stopped = done.stopped or stop()
        sort_cells(library, encoder.dimension)
        done.waiting = make_dossiers(library, progress=comparing, stop=stop)
    return done
