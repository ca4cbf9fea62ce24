"""Breaks and folding: offsets are code points, letters become Latin ones."""

from hypothesis import given
from hypothesis import strategies as st

from rashomon.language import text as t


def test_spans_are_code_points_after_an_emoji() -> None:
    text = "😀😀 Ông nói 9.600 lần 🚀x. Rồi ông đi."
    assert [text[a:b] for a, b in t.words(text, "vi")] == [
        "Ông",
        "nói",
        "9.600",
        "lần",
        "x",
        "Rồi",
        "ông",
        "đi",
    ]
    assert [text[a:b] for a, b in t.sentences(text, "vi")] == ["😀😀 Ông nói 9.600 lần 🚀x. ", "Rồi ông đi."]


def test_every_script_folds_to_plain_latin_letters() -> None:
    assert t.fold("Đức") == "duc"
    assert t.fold("Каддафи") == "kaddafi"
    assert t.fold("Élysée") == "elysee"
    assert t.fold("İstanbul") == t.fold("ISTANBUL") == "istanbul"
    assert t.fold("القذافي").isascii()
    assert t.fold("北京") == "bei jing"


def test_chinese_words_come_from_a_dictionary() -> None:
    text = "北京大学的学生"
    assert [text[a:b] for a, b in t.words(text, "zh")] == ["北京", "大学", "的", "学生"]


def test_an_unknown_language_is_no_error() -> None:
    for language in ("und", "", "no code at all", "xx", "zh_Hant_TW", "pt-BR"):
        assert t.words("One two", language) == [(0, 3), (4, 7)]


@given(st.text())
def test_breaks_cover_the_text(text: str) -> None:
    for breaks in (t.word_breaks(text, "en"), t.sentence_breaks(text, "en")):
        assert breaks[0] == 0
        assert breaks[-1] == len(text)
        assert breaks == sorted(set(breaks))
    t.fold(text)


@given(st.text(alphabet=st.characters(), max_size=20))
def test_offsets_of_utf16_agree_with_the_encoding(text: str) -> None:
    points = list(range(len(text) + 1))
    units = [len(text[:p].encode("utf-16-le", "surrogatepass")) // 2 for p in points]
    assert t.code_points(text, units) == points
