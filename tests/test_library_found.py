"""Everything is found again: by words of any language, by meaning, alike in both databases."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from library_work import QuickEncoder, articles

from rashomon.library import Filters, Library, add_articles, open_library, verify, words
from rashomon.library import search as look
from rashomon.library.looking import find_article
from rashomon.library.tokens import tokens
from rashomon.library.vectors import near, sort_cells
from rashomon.model import Article

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

ENCODER: Any = QuickEncoder()


def encode(text: str) -> Any:
    return ENCODER.encode([text])[0].vector


def test_words_are_found_in_languages_without_spaces(library: Library) -> None:
    add_articles(library, articles(8), ENCODER)
    assert {hit.article.language for hit in look(library, "货船", None)} == {"zh"}
    assert {hit.article.language for hit in look(library, "ผู้เสียชีวิต", None)} == {"th"}
    assert {hit.article.language for hit in look(library, "heurtes", None)} == {"fr"}


def test_a_rare_word_tells_more_than_a_common_one(library: Library) -> None:
    told = {
        1: ["the", "storm"],
        2: ["the", "the", "the"],
        3: ["the", "sea"],
        4: ["a", "bus"],
        5: ["the", "bus"],
    }
    with library.writing() as connection:
        for number, some in told.items():
            library.words.add(connection, [(number, some)])
        found = words.find_words(library.words, connection, ["the", "storm", "abroad"], 10, len(told))
        connection.rollback()
    assert next(iter(found)) == 1
    assert set(found) == {1, 2, 3, 5}
    assert 1 > found[1] > 2 * found[2] > 0


def test_both_databases_rank_words_alike(library: Library, tmp_path: Path) -> None:
    add_articles(library, articles(80), ENCODER)
    with open_library(str(tmp_path / "other"), create=True) as other:
        add_articles(other, articles(80), ENCODER)
        for asked in ("ferry Norhaven 12", "货船 Tarn", "people killed collided", "traversier mortes 7"):
            found = [
                [(hit.article.id, hit.score) for hit in look(one, asked, None)] for one in (library, other)
            ]
            assert found[0] == found[1] != []


def test_in_a_large_library_common_words_count_little_and_filters_leave_enough(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_articles(library, articles(80), ENCODER)
    monkeypatch.setattr(words, "_COMMON_FROM", 10)
    searching = sys.modules[look.__module__]
    monkeypatch.setattr(searching, "FEW", 2)
    monkeypatch.setattr(searching, "_AT_ONCE", 4)
    assert {hit.article.language for hit in look(library, "ferry", None, most=50)} == {"en"}
    rare = look(library, "a ferry near Norhaven", None, most=50)
    assert rare
    assert all("Norhaven" in (hit.article.title or "") for hit in rare)
    french = look(library, "Norhaven", encode, filters=Filters(language="fr"), most=50)
    assert {hit.article.language for hit in french} == {"fr"}
    assert len(french) == 20


def test_filters_leave_what_they_say(library: Library) -> None:
    add_articles(library, articles(16), ENCODER)
    hits = look(library, "ferry Norhaven", encode, filters=Filters(language="en", outlet="Outlet 0"), most=50)
    assert hits
    assert {(hit.article.language, hit.article.outlet) for hit in hits} == {("en", "Outlet 0")}
    day = look(library, "ferry", encode, filters=Filters(since=738_585, until=738_585), most=50)
    assert len({hit.article.published for hit in day}) <= 1
    agreeing = look(library, "ferry", encode, filters=Filters(verdict="agree"))
    assert {hit.verdict for hit in agreeing} <= {"agree"}


def test_what_is_quoted_stands_there(library: Library) -> None:
    add_articles(library, articles(8), ENCODER)
    for hit in look(library, "people killed 货船", encode, most=50):
        with library.reading() as connection:
            _, said = find_article(connection, hit.article.id)
        assert said.article.text[hit.start : hit.end] == hit.quote


def test_vectors_sorted_into_cells_are_found_as_before(library: Library) -> None:
    add_articles(library, articles(80), ENCODER)
    wanted = encode(articles(80)[40].text.split(".")[0])
    with library.reading() as connection:
        before = near(connection, wanted, 3)
    sort_cells(library, ENCODER.dimension, most=10)
    with library.reading() as connection:
        after = near(connection, wanted, 3)
    assert after.versions[0] == before.versions[0]
    assert list(verify(library)) == []


def test_words_at_an_apostrophe_are_found(library: Library) -> None:
    told = {
        "fr": ("Les pays de l’Otan se sont réunis lundi à Norhaven.", "otan"),
        "en": ("Norway's ferry ran aground off O'Neill's pier on Monday.", "norway neill"),
        "tr": ("Feribot Pazartesi günü Ankara'da durduruldu.", "ankara"),
        "uk": ("У порту Одеси загинули п'ять людей.", "пʼять"),
    }
    for language, (text, _) in told.items():
        one = Article(id=language, url=f"https://{language}.example/1", language=language, text=text)
        add_articles(library, [one], ENCODER)
    for language, (_, asked) in told.items():
        assert {hit.article.language for hit in look(library, asked, None)} == {language}


def test_words_are_looked_up_without_case_and_accents() -> None:
    assert tokens("Đức, ĐỨC!", "vi") == ["duc", "duc"]
    assert tokens("Каддафи", "ru") == tokens("КАДДАФИ", "und")
