"""What a negation may deny stands behind it, or before it where the language puts the verb there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashomon.comparing.differences.denying import words_denied


def denied(text: str, negation: str, language: str) -> list[str]:
    start = text.index(negation)
    return [text[a:b] for a, b in words_denied(text, (start, start + len(negation)), language, 4)]


@pytest.mark.parametrize(
    ("language", "text", "negation", "subject", "verb"),
    [
        ("en", "The radar had not worked that night.", "not", "radar", "worked"),
        ("es", "El radar no funcionaba esa noche.", "no", "radar", "funcionaba"),
        ("it", "La sirena non suonava.", "non", "sirena", "suonava"),
        ("ru", "Радар той ночью не работал.", "не", "Радар", "работал"),
        ("pl", "Radar tej nocy nie działał.", "nie", "Radar", "działał"),
        ("fr", "La sirène ne marchait pas cette nuit.", "pas", "sirène", "marchait"),
        ("de", "Das Radar funktionierte nicht.", "nicht", "Radar", "funktionierte"),
        ("de", "Die Behörde hat den Antrag nicht genehmigt.", "nicht", "Antrag", "genehmigt"),
        ("nl", "De radar van het schip werkte niet.", "niet", "radar", "werkte"),
        ("ar", "الرادار لم يعمل تلك الليلة.", "لم", "الرادار", "يعمل"),
    ],
)
def test_a_verb_is_denied_and_its_subject_is_not(language, text, negation, subject, verb):
    found = denied(text, negation, language)
    assert verb in found
    assert subject not in found


def test_what_stands_before_is_denied_where_nothing_stands_behind():
    assert "çalışmıyor" in denied("Radar çalışmıyor değil.", "değil", "tr")
    assert "accusation" in denied("The accusation is denied.", "denied", "en")


@given(
    st.text(max_size=80), st.integers(0, 80), st.integers(0, 10), st.sampled_from(["en", "de", "zh", "und"])
)
def test_spans_are_words_of_the_text_outside_the_negation(text, start, length, language):
    start = min(start, len(text))
    end = min(start + length, len(text))
    for first, last in words_denied(text, (start, end), language, 3):
        assert text[first:last].strip()
        assert last <= start or first >= end
