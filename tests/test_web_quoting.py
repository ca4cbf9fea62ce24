"""What somebody is quoted with, across stories and languages: on the page, in the API, for a tool."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from library_work import QuickEncoder
from web_work import client, make_library

from rashomon.encoder import Encoder
from rashomon.model import Article

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

SPOKEN = (
    ("en", "2024-03-01", '"The bridge will hold until winter," said Dr. Anna Brodd. Paul Vint was silent.'),
    ("fr", "2024-05-07", "« Le pont est sûr », a déclaré Mme Anna Brodd devant le port de Norhaven."),
    ("vi", "2024-07-09", 'Bà Anna Brodd nói: "Cây cầu vẫn an toàn."'),
    ("en", "2024-07-01", 'Anna Brodd listened. "Nobody asked us," said Paul Vint, a fisherman of Vellmark.'),
)


def spoken() -> list[Article]:
    made = [
        Article(id=f"q{n}", outlet=f"Outlet {n}", url=f"https://outlet.example/{n}", language=language,
                published=day, title=f"Report {n}", text=text)
        for n, (language, day, text) in enumerate(SPOKEN)
    ]  # fmt: skip
    return [
        *made,
        Article(id="copy", outlet="Copier", language="en", published="2024-03-01", text=SPOKEN[0][2]),
    ]


def test_words_are_given_to_who_said_them_newest_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Encoder, "open", lambda **_: QuickEncoder())
    with client(make_library(tmp_path, spoken())) as web:
        told = web.get("/api/1/entities", params={"name": "Anna Brodd"}).json()["quotations"]
        texts = {
            one["article"]["id"]: web.get(f"/api/1/articles/{one['article']['id']}").json() for one in told
        }
        page = web.get("/entity/Anna%20Brodd").text
    said = list(dict.fromkeys(one["quote"] for one in told))
    assert said == ["Cây cầu vẫn an toàn.", "Le pont est sûr", "The bridge will hold until winter"]
    assert all(texts[one["article"]["id"]]["text"][one["start"] : one["end"]] == one["quote"] for one in told)
    section = page[page.index('id="said"') :].partition("</section>")[0]
    assert sorted(said, key=lambda one: section.index(escape(one))) == said
    assert section.count("<blockquote") == 3
    assert "and 1 more" in section  # the copy
    assert f"#w{told[0]['start']}-{told[0]['end']}" in section
    assert "Nobody asked us" not in section
