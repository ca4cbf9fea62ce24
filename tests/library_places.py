"""Libraries for tests, one in each database."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from library_server import Server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from rashomon.library import Library


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A PostgreSQL server of one's own on loopback; skips where there is none."""
    made = Server(tmp_path_factory.mktemp("server"))
    made.start()
    yield made.url
    made.stop()


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a new library may be made."""
    if request.param == "sqlite":
        return str(tmp_path / "library")
    url: str = request.getfixturevalue("server")
    from sqlalchemy import create_engine

    engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    engine.dispose()
    return url


@pytest.fixture
def library(place: str) -> Iterator[Library]:
    from rashomon.library import open_library

    with open_library(place, create=True) as opened:
        yield opened
