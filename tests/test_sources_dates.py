"""Days of publication and languages, put in order and never guessed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import icu
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashomon.sources.dates import normalise
from rashomon.sources.languages import detect
from rashomon.sources.languages import normalise as language

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2011-10-31", "2011-10-31"),
        ("20111031", "2011-10-31"),
        ("2011/10/31", "2011-10-31"),
        ("20111031220000", "2011-10-31T22:00:00"),
        ("20111031T220000Z", "2011-10-31T22:00:00Z"),
        ("2011-10-31 22:00", "2011-10-31T22:00:00"),
        ("2011-10-31T22:00:00.123+07:00", "2011-10-31T22:00:00+07:00"),
        ("2011-10-31T22:00:00+0000", "2011-10-31T22:00:00Z"),
        ("Mon, 31 Oct 2011 22:00:00 GMT", "2011-10-31T22:00:00Z"),
        ("Mon, 31 Oct 2011 22:00:00 -0400", "2011-10-31T22:00:00-04:00"),
        ("1320098400", "2011-10-31T22:00:00Z"),
        ("1320098400000", "2011-10-31T22:00:00Z"),
        ("October 31, 2011", "2011-10-31"),
        ("Monday, 31st October 2011, 6:30 p.m.", "2011-10-31"),
        ("31/10/2011", "2011-10-31"),
        ("10/31/2011", "2011-10-31"),
        ("04.04.2011", "2011-04-04"),
        ("03/04/2011", None),
        ("2011", None),
        ("2011-10", None),
        ("31/10", None),
        ("Monday", None),
        ("yesterday", None),
        ("2011-02-30", None),
        ("2011-10-31T25:00", None),
        ("31 to 32 October 2011", None),
        ("", None),
    ],
)
def test_a_date_with_one_reading_is_read(value: str, expected: str | None) -> None:
    assert normalise(value) == expected


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("31 octobre 2011", "fr"),
        ("31 октября 2011 г.", "ru"),
        ("31 أكتوبر 2011", "ar"),
        ("31. Oktober 2011", "de"),
    ],
)
def test_months_are_read_in_the_language_of_the_article(value: str, code: str) -> None:
    assert normalise(value, code) == "2011-10-31"


@given(st.text(max_size=60), st.sampled_from([None, "vi", "ar", "xx"]))
def test_any_text_is_a_real_day_or_none(value: str, code: str | None) -> None:
    found = normalise(value, code)
    assert found is None or date.fromisoformat(found[:10])


@pytest.mark.parametrize(
    ("name", "code"),
    [
        *(("en", "en"), ("EN_us", "en"), ("vie", "vi"), ("pt-BR", "pt"), ("zh-Hant-TW", "zh"), ("iw", "he")),
        *(
            ("Vietnamese", "vi"),
            ("english", "en"),
            ("tlh", "tlh"),
            ("xx", None),
            ("foo bar", None),
            ("", None),
        ),
    ],
)
def test_a_language_has_one_code(name: str, code: str | None) -> None:
    assert language(name) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Cầu sập lúc 9 giờ sáng.", "vi"),
        ("The bridge fell.", "en"),
        ("Un puente cayó.", "es"),
        ("Мост рухнул утром.", "ru"),
        ("桥倒塌了", "zh"),
        ("橋が崩れた。", "ja"),
        ("الجسر انهار", "ar"),
        ("😀 😀 123", "und"),
        ("12:30", "und"),
        ("", "und"),
    ],
)
def test_short_texts_are_known_by_their_language(text: str, code: str) -> None:
    assert detect(text) == code


def test_the_kept_detector_answers_as_py3langid_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    from rashomon.sources.classifier import open_classifier

    monkeypatch.setenv("RASHOMON_CACHE", str(tmp_path))
    built, kept = open_classifier(), open_classifier()
    theirs = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    written = {locale.getLanguage() for locale in icu.Locale.getAvailableLocales().values()}
    known = [code for code in theirs.labels if icu.Locale.createCanonical(code).getLanguage() in written]
    theirs.set_languages([code for code in known if len(code) == 2])
    for text in (
        "Cầu sập lúc 9 giờ sáng.",
        "The bridge fell.",
        "Мост рухнул утром.",
        "桥倒塌了",
        "Most",
        "\ud83d",
    ):
        assert built(text) == kept(text) == theirs.classify(text)
    assert len(list(tmp_path.iterdir())) == 1
