"""The pages for people: what each shows, in whose language, and that foreign text does nothing."""

from __future__ import annotations

import re
import tomllib
from html.parser import HTMLParser
from importlib.resources import files
from itertools import pairwise, product
from typing import TYPE_CHECKING, get_args

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from library_work import QuickEncoder
from report_example import example
from sqlalchemy import insert
from web_work import BASE, SCRIPT, add_more, client, hostile, make_library, reports

from rashomon.encoder import Encoder
from rashomon.grouping.stream.members import What
from rashomon.library import open_library, tables
from rashomon.library.looking import ChangeRow, list_stories
from rashomon.model import DifferenceKind, DifferenceOn
from rashomon.web.charts import charts
from rashomon.web.pages.rendering import _environment
from rashomon.web.view.amounts import bounds
from rashomon.web.view.history import history
from rashomon.web.view.moments import days, published, when
from rashomon.web.view.reader import Reader, languages, reader_of
from rashomon.web.view.story import show

if TYPE_CHECKING:
    from pathlib import Path

    from httpx import Response
    from starlette.testclient import TestClient

VOID = {"meta", "link", "input", "br", "img", "rect"}
PLACE = re.compile(r"\{\w+\}")


class Page(HTMLParser):
    """A page taken apart: its tags with their attributes, its ids and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    @property
    def words(self) -> str:
        return " ".join(" ".join(self.text).split())

    def values(self, name: str) -> list[str]:
        return [value or "" for _, found in self.tags if (value := found.get(name)) is not None]


@pytest.fixture(scope="module")
def harmful(tmp_path_factory: pytest.TempPathFactory) -> str:
    return make_library(tmp_path_factory.mktemp("harmful"), hostile())


def addresses(location: str) -> list[str]:
    """Every page of a library, and some that ask for something."""
    with open_library(location) as library, library.reading() as connection:
        stories = [row.id for row in list_stories(connection)]
        articles = [row[0] for row in connection.exec_driver_sql("select id from articles")]
    asked = ["/", "/?told=all", "/?q=ferry&told=all", "/search", "/search?q=ferry", "/entity/Norhaven"]
    asked += [f"/?person={SCRIPT}&outlet=%E2%80%AE", f"/search?q={SCRIPT}", f"/entity/{SCRIPT}"]
    return [*asked, *(f"/story/{name}" for name in stories), *(f"/article/{name}" for name in articles)]


def shown(web: TestClient, path: str, **headers: str) -> Page:
    answer = web.get(path, headers=headers)
    assert answer.status_code == 200, (path, answer.status_code)
    return Page(answer.text)


def test_every_page_is_well_formed_and_breaks_no_policy(web: TestClient, location: str) -> None:
    for path in addresses(location):
        page = shown(web, path)
        assert page.wrong == [], path
        assert page.open == [], path
        assert not page.values("style"), path
        assert not [name for _, found in page.tags for name in found if name.startswith("on")], path
        ids = page.values("id")
        assert len(ids) == len(set(ids)), path
        loaded = [found for tag, found in page.tags if tag in ("script", "link")]
        assert all((one.get("src") or one.get("href") or "").startswith("/static/") for one in loaded), path


def test_headings_follow_each_other(web: TestClient, location: str) -> None:
    for path in addresses(location):
        levels = [int(tag[1]) for tag, _ in shown(web, path).tags if re.fullmatch("h[1-6]", tag)]
        assert levels.count(1) == 1, path
        assert all(later <= before + 1 for before, later in pairwise(levels)), path


def test_links_within_a_page_and_to_words_lead_somewhere(web: TestClient, location: str) -> None:
    known: dict[str, set[str]] = {}
    for path in addresses(location):
        page = shown(web, path)
        for address in page.values("href"):
            if not address.startswith(("#", "/story/", "/article/")):
                continue
            target, _, anchor = address.partition("#")
            target = target or path
            if target not in known:
                known[target] = set(shown(web, target).values("id"))
            assert not anchor or anchor in known[target], address


def test_a_story_shows_what_parts_first_with_the_words_beneath(web: TestClient) -> None:
    found = web.get("/?verdict=differ")
    story = re.search(r'href="(/story/[^"]+)"', found.text)
    assert story
    page = shown(web, story[1])
    words = page.words
    assert words.index("Where they part most") < words.index("Told by several, who part on")
    assert words.index("Told by several, who part on") < words.rindex("Only one says")
    assert "31" in words
    assert "people were killed" in words
    assert any(found.get("class") == "accounts" for tag, found in page.tags if tag == "table")


def test_a_claim_can_be_copied_with_its_citations(web: TestClient) -> None:
    story = re.search(r'href="(/story/[^"]+)"', web.get("/?verdict=differ").text)
    assert story
    text = web.get(story[1]).text
    cited = re.findall(r"<textarea[^>]*>(.*?)</textarea>", text, re.DOTALL)
    assert cited
    assert all(f"{BASE}{story[1]}#claim-" in one for one in cited)
    assert any("Another" in one and "31 people" in one for one in cited)


def test_an_article_leads_from_its_words_to_the_claims(web: TestClient, location: str) -> None:
    path = next(one for one in addresses(location) if one.startswith("/article/"))
    page = shown(web, path)
    assert [one for one in page.values("href") if re.match("/story/s[0-9]+#claim-", one)]
    assert "layer-claims" in page.values("id")


def test_an_article_is_found_by_the_beginning_of_its_id_and_by_its_address(
    web: TestClient, location: str
) -> None:
    path = next(one for one in addresses(location) if one.startswith("/article/"))
    assert web.get(path[:-2], follow_redirects=False).headers["location"] == path
    assert web.get("/article/https://another.example/0").status_code == 200


def chosen(web: TestClient, language: str, back: str) -> Response:
    form = {"lang": language, "back": back}
    return web.post("/language", data=form, headers={"origin": BASE}, follow_redirects=False)


def test_pages_are_in_the_language_of_the_browser_the_cookie_or_the_address(web: TestClient) -> None:
    def language(path: str = "/", **headers: str) -> str | None:
        return dict(shown(web, path, **headers).tags[0][1])["lang"]

    assert language() == "en"
    assert language(**{"accept-language": "de, ar;q=0.8, fr;q=0.5"}) == "ar"
    assert language("/?lang=es", **{"accept-language": "fr"}) == "es"
    kept = chosen(web, "vi", "/search?q=a")
    assert kept.status_code == 303
    assert kept.headers["location"] == "/search?q=a"
    assert language(**{"accept-language": "fr"}) == "vi"
    away = chosen(web, "xx", "//evil.example")
    assert away.headers["location"] == "/"
    assert "set-cookie" not in away.headers


def test_arabic_runs_from_right_to_left_and_foreign_words_in_their_own_direction(web: TestClient) -> None:
    page = shown(web, "/?told=all&lang=ar")
    assert page.tags[0] == ("html", {"lang": "ar", "dir": "rtl"})
    assert ("en", "ltr") in {(found.get("lang"), found.get("dir")) for _, found in page.tags}


def test_a_page_that_did_not_change_is_not_sent_again(web: TestClient) -> None:
    held = web.get("/").headers["etag"]
    assert web.get("/", headers={"if-none-match": held}).status_code == 304
    assert web.get("/?lang=fr", headers={"if-none-match": held}).status_code == 200


def test_a_link_to_a_story_lasts_where_it_was_merged(tmp_path: Path) -> None:
    place = make_library(tmp_path, [])
    with open_library(place) as library, library.writing() as connection:
        merged = {"what": "merged", "story": "s1", "article": "a", "other": "s99"}
        connection.execute(insert(tables.changes), merged)
    with client(place) as web:
        assert web.get("/story/s99", follow_redirects=False).headers["location"] == "/story/s1"


def test_what_is_not_there_is_told_on_a_page(web: TestClient) -> None:
    for path in ("/story/none", "/article/none", "/no/page"):
        answer = web.get(path, headers={"accept-language": "fr"})
        assert answer.status_code == 404
        assert "Il n’y a rien ici" in answer.text


def test_stories_come_page_by_page_and_as_they_are_asked_for(
    web: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rashomon.web.pages.stories.MOST", 1)
    seen, path = [], "/?told=all"
    while path:
        text = web.get(path).text
        seen += re.findall(r'<h2><a href="(/story/[^"]+)"', text)
        following = re.search(r'rel="next" href="([^"]+)"', text)
        path = following[1].replace("&amp;", "&") if following else ""
    assert len(seen) == len(set(seen)) > 1
    assert "/story/" not in web.get("/?outlet=nobody&told=all").text
    assert "/story/" in web.get("/?q=Norhaven").text
    for junk in ("after=x", "after=9-9-9", "since=never", "verdict=?", "language=%00", "after=" + "9" * 40):
        assert web.get(f"/?{junk}").status_code == 200


def test_hostile_articles_do_nothing(harmful: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Encoder, "open", lambda **_: QuickEncoder())
    with client(harmful) as web:
        for path in addresses(harmful):
            text = web.get(path).text
            page = Page(text)
            assert page.wrong == [], path
            assert SCRIPT not in text, path
            assert not [tag for tag, _ in page.tags if tag in ("img", "style", "iframe", "b")]
            for address in page.values("href"):
                assert address.startswith(("/", "#", "?", "http://", "https://")), (path, address)
            assert not re.search("[\u202a-\u202e\u2066-\u2069\x00-\x08\x1b]", text), path


def test_the_example_of_a_story_is_shown_in_each_language() -> None:
    for language in languages():
        reader = reader_of([language])
        story = show(reader, example(), "http://localhost/story/s1", whole=True)
        text = _environment().get_template("story.html").render(
            reader=reader, say=reader.say, number=reader.number, static=str, menu=(), here="/", back="/",
            languages={}, story=story, api="/api/1/stories/s1", charts=charts(reader, example()), history=(),
        )  # fmt: skip
        page = Page(text)
        assert page.wrong == []
        assert "<script>alert" not in text
        assert "javascript:" not in " ".join(page.values("href"))
        assert story.counts["differ"] == len(story.differ)


def labels(language: str) -> dict[str, str | dict[str, str]]:
    text = (files("rashomon.web") / "words" / f"{language}.toml").read_text("utf-8")
    parts = tomllib.loads(text).items()
    return {f"{part}.{name}": entry for part, found in parts for name, entry in found.items()}


@pytest.mark.parametrize("language", languages())
def test_a_language_has_every_label_every_plural_form_and_every_place(language: str) -> None:
    import icu

    own, english = labels(language), labels("en")
    assert own.keys() == english.keys()
    rules = icu.PluralRules.forLocale(icu.Locale(language))
    needed = {rules.select(n) for n in range(200)}
    for key, entry in own.items():
        other = english[key]
        assert isinstance(entry, dict) == isinstance(other, dict), key
        if isinstance(entry, dict):
            assert needed <= set(entry), key
            assert set().union(*(PLACE.findall(form) for form in entry.values())) <= {"{n}"}, key
        else:
            assert isinstance(other, str)
            assert sorted(PLACE.findall(entry)) == sorted(PLACE.findall(other)), key


def test_every_kind_of_difference_has_a_label() -> None:
    kinds = {*get_args(DifferenceOn), *get_args(DifferenceKind)}
    assert {f"difference.{kind}" for kind in kinds} <= labels("en").keys()


def test_times_and_figures_are_told_as_the_reader_tells_them() -> None:
    english, american, french, vietnamese = (reader_of([one]) for one in ("en", "en-US", "fr", "vi"))
    assert when(english, "2023-03-14T01:40Z") == "14 March 2023, 01:40 UTC"
    assert when(american, "2023-03-14") == "March 14, 2023"
    assert when(french, "1998~") == "vers 1998"
    assert when(english, "../2023-03") == "until March 2023"
    assert when(english, "2023-22") == "summer 2023"
    assert when(french, "P3D") == "3\u00a0jours"
    assert when(english, "", 1) == "Monday"
    assert days(english, "2023-03-14", "2023-03-15") == "14–15 March 2023"
    assert published(vietnamese, "2023-03-14T03:10+07:00") == "13 thg 3, 2023, 20:10 UTC"
    assert bounds(french, 9600, None) == "9\u202f600 ou plus"
    assert bounds(english, 24, 24, unit="kilometer") == "24 kilometres"
    assert bounds(vietnamese, 3, 5, approximate=True) == "khoảng 3 đến 5"
    assert bounds(english, 6400, 6400, unit="USD").replace("\u00a0", " ") == "USD 6,400"


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=40))
def test_no_value_of_an_article_breaks_a_page(text: str) -> None:
    reader = reader_of(["en"])
    for made in (when(reader, text), published(reader, text), bounds(reader, 1, 2, unit=text)):
        assert not re.search("[\u202d\u202e\x00-\x08]", made)
    assert isinstance(reader_of([text], text), Reader)
    assert reader.language_name(text)


def test_a_story_tells_what_happened_to_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Encoder, "open", lambda **_: QuickEncoder())
    place = make_library(tmp_path)
    changed = msgspec.structs.replace(reports()[0], text=reports()[0].text + " Two more were found.")
    add_more(place, [changed])
    with client(place) as web:
        story = web.get("/api/1/changes").json()["changes"][0]["story"]
        told = web.get(f"/api/1/changes?story={story}").json()["changes"]
        page = web.get(f"/story/{story}").text
    assert list(dict.fromkeys(one["what"] for one in told)) == ["founded", "joined", "version"]
    assert all(one["added"] and one["story"] == story for one in told)
    section = page[page.index('<section id="history">') :].partition("</section>")[0]
    said = ("New version of", "Joined by", "The story began with")
    assert sorted(said, key=section.index) == list(said)


def test_whatever_may_happen_to_a_story_is_told_in_every_language() -> None:
    for language, what in product(languages(), get_args(What)):
        other = "s2" if what in ("merged", "split") else None
        row = ChangeRow(number=1, what=what, story="s1", article="a", other=other, added="2024-05-01T10:00Z")
        (told,) = history(Reader(language, language), "s1", [row], [])
        assert told.what
        assert told.elsewhere == (() if what == "ended" else ("/article/a",))


def test_a_story_that_took_in_another_or_was_parted_from_it_leads_there() -> None:
    rows = [
        ChangeRow(number=1, what="split", story="s1", article="a", other="s2", added="2024-05-01T10:00:00Z"),
        ChangeRow(number=2, what="merged", story="s2", article="b", other="s3", added="2024-05-02T10:00:00Z"),
    ]
    for language in languages():
        merged, parted = history(Reader(language, language), "s2", rows, [])
        assert 'href="/story/s3"' in merged.what
        assert 'href="/story/s1"' in parted.what
        assert merged.elsewhere == ("/article/b",)
