"""Names: found, typed and linked within one article."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rashomon.model import Article, Mention, Sentence
from rashomon.reading.names.capitals import NameSpan
from rashomon.reading.names.find import find_mentions, link
from rashomon.reading.names.spelling import same_word, skeleton

if TYPE_CHECKING:
    from pathlib import Path


def mentions(text: str, language: str = "en") -> tuple[Mention, ...]:
    """The mentions of a text whose lines are its sentences."""
    article = Article(id="a", language=language, text=text)
    sentences, start = [], 0
    for line in text.split("\n"):
        sentences.append(Sentence(start, start + len(line)))
        start += len(line) + 1
    found = find_mentions(article, sentences)
    assert all(text[m.start : m.end] == m.text for m in found)
    return found


def names(text: str, language: str = "en") -> list[tuple[str, str]]:
    return [(m.type, m.name) for m in mentions(text, language)]


def keys(text: str, language: str = "en") -> dict[str, str]:
    return {m.name: m.key for m in mentions(text, language)}


def test_a_title_marks_a_person_and_is_no_part_of_the_name() -> None:
    assert names("The mayor, Col. Ines Okafor, spoke.") == [("person", "Ines Okafor")]
    assert names("Sáng nay ông Okafor và Tổng Thư ký Lindqvist đã họp.", "vi") == [
        ("person", "Okafor"),
        ("person", "Lindqvist"),
    ]
    assert names("Ayer la presidenta Marta Quiroga habló.", "es") == [("person", "Marta Quiroga")]


def test_an_organisation_between_title_and_name_stays_apart_from_the_name() -> None:
    assert names("Hôm qua, Tổng Thư ký NATO Ines Okafor đã đến.", "vi") == [
        ("organisation", "NATO"),
        ("person", "Ines Okafor"),
    ]
    assert names("Le ministre de la Défense Paul Vasseur est parti.", "fr") == [("person", "Paul Vasseur")]


def test_a_surname_joins_its_full_name_and_another_given_name_is_another_person() -> None:
    found = keys("We met Daniel Brandt and Laura Brandt.\nLater Daniel Brandt left.\nWe asked Brandt again.")
    assert found["Brandt"] == found["Daniel Brandt"] != found["Laura Brandt"]


def test_an_acronym_and_its_expansion_share_a_key() -> None:
    found = keys("The Coastal Safety Agency (CSA) met.\nLater the CSA wrote to them.")
    assert found["Coastal Safety Agency"] == found["CSA"]
    found = keys("Hội đồng Cứu trợ miền núi Valdoria (HCV) đã họp.\nNgười của HCV nói vậy.", "vi")
    assert found["Hội đồng Cứu trợ miền núi Valdoria"] == found["HCV"]
    found = keys("It spoke for the National Harbour Council.\nThe vote of the NHC was late.")
    assert found["National Harbour Council"] == found["NHC"]


@pytest.mark.parametrize(
    ("text", "language"),
    [("We ask the U.N. today.", "en"), ("Nay Liên hợp quốc họp.", "vi"), ("Hoy la ONU calla.", "es"),
     ("Ici, l'Onu se tait.", "fr"), ("واليوم الأمم المتحدة تصمت.", "ar"), ("今天联合国沉默。", "zh")],
)  # fmt: skip
def test_known_bodies_have_one_key_in_every_language(text: str, language: str) -> None:
    assert [m.key for m in mentions(text, language)] == ["organisation:=un"]


def test_the_first_word_of_a_sentence_is_no_name_for_its_capital() -> None:
    assert names("Rescuers worked all night.\nNobody slept.\nDivers came.") == []


def test_adjectives_of_countries_are_no_names() -> None:
    assert names("The Norwegian crew and the Greek captain met in a Japan-like calm.") == []


def test_a_headline_makes_no_long_name() -> None:
    text = (
        "Ferry Collision Leaves Dozens Missing Off Norway Coast\nIn Norway, Ines Okafor wept.\nOkafor stayed."
    )
    assert [m.name for m in mentions(text)] == ["Norway", "Norway", "Ines Okafor", "Okafor"]


def test_names_without_capitals_need_a_title_or_a_gazetteer() -> None:
    assert ("place", "利比亚") in names("会议在利比亚举行。", "zh")
    assert ("person", "安娜·林德") in names("总统安娜·林德说,会议结束。", "zh")
    assert ("place", "ليبيا") in names("عقد الاجتماع في ليبيا.", "ar")
    assert ("person", "كريم منصور") in names("وصل الرئيس كريم منصور إلى المدينة.", "ar")


def test_spans_of_a_tagger_are_linked_like_found_ones() -> None:
    text = "Ines Okafor left. Okafor slept in Oslo, Norway."
    spans = [
        NameSpan(0, 11, "person"),
        NameSpan(18, 24, "person"),
        NameSpan(34, 38, "place"),
        NameSpan(40, 46),
    ]
    first, again, city, country = link(Article(id="a", language="en", text=text), spans)
    assert first.key == again.key
    assert (city.country, country.key) == ("NO", "place:territory:no")


def test_spellings_of_one_name_are_one_word_and_others_are_not() -> None:
    one = ["Qaddafi", "Gaddafi", "Kadhafi", "Gheddafi", "Каддафи", "القذافي"]
    assert {skeleton(word) for word in one} == {"qdf"}
    assert all(same_word(a, b) for a in one for b in one)
    assert not any(
        same_word(a, b) for a, b in [("Saif", "Muammar"), ("Jalil", "Khalil"), ("Hassan", "Hussein")]
    )


@settings(max_examples=40)
@given(st.text(max_size=200), st.sampled_from(["en", "vi", "ar", "zh", "de", "und", "xx-@"]))
def test_spans_quote_any_text_and_reading_twice_gives_the_same(text: str, language: str) -> None:
    assert mentions(text, language) == mentions(text, language)


def test_emoji_before_a_name_move_nothing() -> None:
    assert [m.text for m in mentions("😀😀 They met Col. Ines Okafor.")] == ["Ines Okafor"]


def test_the_seed_reports_names_are_found(shared: Path) -> None:
    wanted = {"Rasmussen", "NATO", "National Transitional Council", "Libya", "Naples", "Roland Lavoie"}
    text = (shared / "seeds" / "report-en.txt").read_text("utf-8")
    assert wanted <= {m.name for m in mentions(text)}
