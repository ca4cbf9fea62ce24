"""Accounts that stand in different stories of a library, compared as if they told of one event."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from rashomon import __version__
from rashomon.comparing import compare
from rashomon.grouping import one_story
from rashomon.library import LibraryError
from rashomon.library.facts import fact
from rashomon.model import Document, MadeBy
from rashomon.web.checking import accounts_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rashomon.web.desk import Desk


def compared(desk: Desk, versions: Sequence[int]) -> bytes:
    """The document (``docs/json.md``) of some articles' versions, as JSON.

    Raises:
        LibraryError: the library lacks what they are aligned by.
    """
    with desk.connection() as connection:
        accounts = accounts_of(connection, versions)
        made_by = MadeBy(
            rashomon=__version__,
            encoder=fact(connection, "encoder") or "",
            tagger=fact(connection, "tagger") or "",
        )
    if len(accounts) < len(set(versions)):
        raise LibraryError("the library lacks what these articles are aligned by")
    story = one_story(accounts)
    return msgspec.json.encode(
        Document(
            made_by=made_by,
            articles=tuple(account.article for account in story.accounts),
            stories=(compare(story),),
        )
    )
