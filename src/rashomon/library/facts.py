"""What holds for a whole library: which encoder, the last numbers given, which cells are in use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete, insert, select

from rashomon.library.tables import facts

if TYPE_CHECKING:
    from sqlalchemy import Connection

REARRANGED = "rearranged"  # how often something changed that ``changes`` do not tell
_FACT = select(facts.c.value).where(facts.c.name == bindparam("name"))


def fact(connection: Connection, name: str) -> str | None:
    """A fact by its name, or None."""
    return connection.execute(_FACT, {"name": name}).scalar()


def set_fact(connection: Connection, name: str, value: str) -> None:
    """Set a fact, whatever it was."""
    connection.execute(delete(facts).where(facts.c.name == name))
    connection.execute(insert(facts), {"name": name, "value": value})


def rearrange(connection: Connection) -> None:
    """Tell those who follow ``changes`` that something else changed, too: articles went, or stories moved."""
    set_fact(connection, REARRANGED, str(int(fact(connection, REARRANGED) or 0) + 1))
