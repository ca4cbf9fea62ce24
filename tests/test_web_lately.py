"""Answers that are kept while a library is written to: always right, and only what changed is made anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest
from library_work import QuickEncoder, articles
from web_work import add_more, client, make_library

from rashomon.encoder import Encoder
from rashomon.library import open_library
from rashomon.library.removing import remove_articles
from rashomon.web import lately
from rashomon.web.lately import Lately
from rashomon.web.operations import reading

if TYPE_CHECKING:
    from pathlib import Path

    from rashomon.model import Article

SPEAKERS = ("Brodd", "Vint", "Okello", "Marsh")


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Encoder, "open", lambda **_: QuickEncoder())


def reports(count: int) -> list[Article]:
    """Reports of events of four each, at each of which somebody else is named."""
    return [
        msgspec.structs.replace(one, text=f'{one.text}\n"It is bad," said Dr. Anna {SPEAKERS[number // 4]}.')
        for number, one in enumerate(articles(count))
    ]


def every_address(web: object) -> list[str]:
    told = web.get("/api/1/stories").json()["stories"]  # type: ignore[attr-defined]
    found = [f"/api/1/entities?name={name}" for name in SPEAKERS] + [f"/entity/{SPEAKERS[0]}"]
    for one in told:
        found += [f"/api/1/stories/{one['id']}", f"/story/{one['id']}"]
        document = web.get(f"/api/1/stories/{one['id']}").json()  # type: ignore[attr-defined]
        found += [f"/api/1/articles/{article['id']}" for article in document["articles"]]
        found += [f"/article/{article['id']}" for article in document["articles"][:1]]
    return found


@pytest.mark.parametrize("most", [lately.MOST, 5])
def test_what_is_kept_is_what_would_be_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(lately, "MOST", most)
    every = reports(10)
    place = make_library(tmp_path, every[:5])

    def remove(name: str) -> None:
        with open_library(place) as library:
            remove_articles(library, [name])

    changed = msgspec.structs.replace(every[1], text=every[1].text + " Two more, said Dr. Anna Vint.")
    with client(place) as web:
        known: set[str] = set()
        for write in (
            lambda: None,
            lambda: add_more(place, every[5:6]),
            lambda: add_more(place, [changed]),
            lambda: add_more(place, every[6:]),
            lambda: remove(web.get(f"/api/1/articles?url={every[0].url}").json()["article"]["id"]),
            lambda: add_more(place, [every[0]]),
        ):
            write()
            known.update(every_address(web))
            with client(place) as anew:
                for path in sorted(known):
                    kept, made = web.get(path), anew.get(path)
                    assert (kept.status_code, kept.content) == (made.status_code, made.content), path
                    assert kept.headers.get("etag") == made.headers.get("etag"), path


def test_adding_leaves_what_it_does_not_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    every, made = reports(12), []
    place = make_library(tmp_path, every[:8])
    for name in ("find_entity", "read_article"):

        def counted(*given: object, name: str = name, real: object = getattr(reading, name)) -> object:
            made.append(name)
            return real(*given)  # type: ignore[operator]

        monkeypatch.setattr(reading, name, counted)
    with client(place) as web:
        document = web.get("/api/1/stories/s1").json()
        asked = ["/api/1/entities?name=Anna Brodd", f"/api/1/articles/{document['articles'][0]['id']}"]
        before = [web.get(path).content for path in asked]
        assert len(made) == 2
        add_more(place, every[8:])  # another event
        assert [web.get(path).content for path in asked] == before
        assert len(made) == 2
        more = msgspec.structs.replace(every[0], id="more", url="https://more.example/1", outlet="More")
        add_more(place, [more])
        assert web.get(asked[0]).content != before[0]
        assert "find_entity" in made[2:]


def test_where_very_much_changed_everything_has(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lately, "MANY", 3)
    place = make_library(tmp_path, articles(4))
    with open_library(place) as library:
        stamps = iter("1234")
        known = Lately(lambda: next(stamps), library.reading)
        first = known.look()
        add_more(place, articles(12)[4:])
        second = known.look()
        assert first < second
        assert known.changed([], first)
        assert not known.changed([], second)
