"""The language files: each is read, and holds words as they are looked up."""

import unicodedata

import pytest

from rashomon.language import codes, load


def test_a_region_falls_back_to_its_language_and_others_are_empty() -> None:
    assert load("pt-BR") == load("pt") == load("pt_PT")
    assert load("tlh").code == "tlh"
    assert not load("tlh").sentences.abbreviations


@pytest.mark.parametrize("code", codes())
def test_words_of_sentences_and_numbers_are_small_and_composed(code: str) -> None:
    language = load(code)
    assert language.code == code
    for rules in (language.sentences, language.numbers):
        for field in rules.__struct_fields__:
            words = getattr(rules, field)
            if isinstance(words, frozenset | dict):
                wrong = [
                    w for w in sorted(words) if unicodedata.normalize("NFC", w.lower()) != w or w != w.strip()
                ]
                assert not wrong, f"{field}: {wrong}"


@pytest.mark.parametrize("code", codes())
def test_every_language_knows_bounds_and_furniture(code: str) -> None:
    language = load(code)
    for field in ("about", "at_least", "at_most", "noun_stops", "labels", "part_of", "money"):
        assert getattr(language.numbers, field), field
    assert language.sentences.furniture
    assert language.sentences.furniture_signs
