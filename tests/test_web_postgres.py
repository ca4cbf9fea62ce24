"""A library on PostgreSQL is served as one on SQLite is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from library_work import QuickEncoder
from sqlalchemy import create_engine, make_url, text
from web_work import client, reports

from rashomon.encoder import Encoder
from rashomon.library import add_articles, open_library

if TYPE_CHECKING:
    import pytest

PATHS = ("stories?order=latest&verdict=differ", "stories?entity=Norhaven&language=en", "stories/s1")
MORE = ("search?q=ferry", "changes", "status", "entities?name=Norhaven", "stories/s1/claims.csv")


def test_each_operation_answers_from_postgresql(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Encoder, "open", lambda **_: QuickEncoder())
    address = make_url(server)
    engine = create_engine(address.set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("CREATE DATABASE served"))
    engine.dispose()
    place = address.set(database="served").render_as_string(hide_password=False)
    with open_library(place, create=True) as library:
        add_articles(library, reports(), QuickEncoder())  # type: ignore[arg-type]
    with client(place) as web:
        for path in (*PATHS, *MORE):
            answer = web.get(f"/api/1/{path}")
            assert answer.status_code == 200
            held = {"if-none-match": answer.headers["etag"]}
            assert web.get(f"/api/1/{path}", headers=held).status_code == 304
        assert web.post("/api/1/check", json={"text": "A ferry sank off Norhaven 0."}).status_code == 200
        before = web.get("/api/1/status").json()["waiting"]
        with open_library(place) as library, library.writing() as connection:
            connection.execute(text("UPDATE stories SET stale = true"))
        assert web.get("/api/1/status").json()["waiting"] > before
