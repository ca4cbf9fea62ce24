"""What holds for a whole library: which encoder, the last numbers given, which cells are in use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete, insert, select

from rashomon.library.tables import facts

if TYPE_CHECKING:
    from sqlalchemy import Connection

_FACT = select(facts.c.value).where(facts.c.name == bindparam("name"))


def fact(connection: Connection, name: str) -> str | None:
    """A fact by its name, or None."""
    return connection.execute(_FACT, {"name": name}).scalar()


def set_fact(connection: Connection, name: str, value: str) -> None:
    """Set a fact, whatever it was."""
    connection.execute(delete(facts).where(facts.c.name == name))
    connection.execute(insert(facts), {"name": name, "value": value})
