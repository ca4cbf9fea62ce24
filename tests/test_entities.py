"""Entities: one person, organisation or place of a story, whoever names it in whatever language."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

from rashomon.comparing.names.entities import merge_entities
from rashomon.model import Account, Article, Entity, Sentence
from rashomon.reading.names.find import find_mentions

if TYPE_CHECKING:
    from pathlib import Path


def account(number: int, language: str, text: str) -> Account:
    article = Article(id=f"a{number}", language=language, text=text)
    lines, start = [], 0
    for line in text.split("\n"):
        lines.append(Sentence(start, start + len(line)))
        start += len(line) + 1
    return Account(
        article=article, sentences=tuple(lines), statements=(), mentions=find_mentions(article, lines)
    )


def story(*texts: tuple[str, str]) -> tuple[Entity, ...]:
    return merge_entities([account(i, language, text) for i, (language, text) in enumerate(texts)])[0]


def named(entities: tuple[Entity, ...]) -> list[set[str]]:
    return [{name.text for name in entity.names} for entity in entities]


def test_spellings_of_one_name_are_one_person() -> None:
    entities = story(
        ("en", "They met President Muammar Qaddafi.\nThen Qaddafi left."),
        ("fr", "On a vu le président Mouammar Kadhafi."),
        ("it", "Hanno visto il presidente Muammar Gheddafi."),
        ("ar", "ووصل الرئيس معمر القذافي إلى المدينة."),
        ("ru", "Там был президент Муаммар Каддафи."),
    )
    (person,) = entities
    assert person.type == "person"
    assert {n.language for n in person.names} == {"en", "fr", "it", "ar", "ru"}


def test_another_given_name_is_another_person_and_a_lone_surname_joins_neither() -> None:
    entities = story(
        ("en", "They met Dr. Laura Brandt."),
        ("en", "They met Dr. Daniel Brandt."),
        ("en", "They met Dr. Brandt."),
    )
    assert sorted(len(names) for names in named(entities)) == [1, 1, 1]
    assert len(entities) == 3


def test_a_lone_surname_joins_the_only_one_who_bears_it() -> None:
    (person,) = story(("en", "They met Dr. Laura Brandt."), ("vi", "Họ đã gặp bà Brandt."))
    assert person.name == "Laura Brandt"


def test_a_middle_name_spelled_otherwise_is_the_same_person() -> None:
    (person,) = story(("en", "They met Dr. Karin Bohr Lindqvist."), ("vi", "Họ gặp bà Karin Bor Lindqvist."))
    assert {n.text for n in person.names} == {"Karin Bohr Lindqvist", "Karin Bor Lindqvist"}


def test_places_are_one_by_what_they_are() -> None:
    (place,) = story(
        ("vi", "Tàu đến từ Đức."), ("es", "Lo dijo Alemania."), ("de", "Er kam aus Deutschland.")
    )
    assert (place.type, place.country) == ("place", "DE")


def test_organisations_are_one_by_acronym_or_cognate_words() -> None:
    (body,) = story(("en", "We ask NATO today."), ("fr", "Ici, l'OTAN se tait."))
    assert body.type == "organisation"
    (council,) = story(
        ("en", "It is the National Transition Council."),
        ("vi", "Nay Hội đồng Quốc gia chuyển tiếp (NTC) họp.\nTheo NTC, tàu đã đi."),
    )
    assert council.name == "National Transition Council"
    (party,) = story(
        ("es", "Es el Comité Nacional de Transición."), ("fr", "C'est le Comité national de transition.")
    ) or (None,)
    assert party is not None


def test_every_mention_has_its_entity_and_order_does_not_matter() -> None:
    accounts = [
        account(1, "en", "In Oslo, Norway, Dr. Laura Brandt met NATO.\nBrandt left."),
        account(2, "vi", "Bà Brandt đã rời Na Uy."),
        account(3, "es", "La doctora Laura Brandt llegó a Noruega."),
    ]
    first, of = merge_entities(accounts)
    assert [e.id for e in first] == [f"e{i}" for i in range(1, len(first) + 1)]
    assert set(of) == {(m.article, m.key) for a in accounts for m in a.mentions}
    assert sum(len(e.mentions) for e in first) == sum(len(a.mentions) for a in accounts)
    for order in permutations(accounts):
        assert merge_entities(order) == (first, of)


def test_a_story_without_names_has_no_entities() -> None:
    assert merge_entities([account(1, "en", "nothing here")]) == ((), {})
    assert merge_entities([]) == ((), {})


def test_the_seed_reports_entities_are_all_found(shared: Path) -> None:
    accounts = [
        account(i, language, (shared / "seeds" / f"report-{language}.txt").read_text("utf-8"))
        for i, language in enumerate(("en", "vi"))
    ]
    found = named(merge_entities(accounts)[0])
    assert any({"Muammar Qaddafi", "Muammar Gaddafi", "Gaddafi"} <= names for names in found)
    assert any({"Anders Fogh Rasmussen", "Anders Fox Rasmussen", "Rasmussen"} <= names for names in found)
    assert any({"NTC", "National Transitional Council"} <= names for names in found)
    assert not any({"Saif Qaddafi", "Muammar Qaddafi"} <= names for names in found)
