"""Where sentences end, and where they don't."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from work import grows_as_the_text

from rashomon.model import Article
from rashomon.reading.sentences import split_sentences


def split(text: str, language: str, boilerplate: tuple[tuple[int, int], ...] = ()) -> list[str]:
    article = Article(id="a", language=language, text=text, boilerplate=boilerplate)
    return [text[s.start : s.end] for s in split_sentences(article)]


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        (
            "en",
            [
                "The ferry left at 6 p.m. Monday (2200 GMT, 6 p.m. EDT).",
                "It sank at 7 p.m.",
                "The crew swam.",
            ],
        ),
        ("en", ["Col. Mary F. Stone of the U.N. Security Office came on Oct. 20.", "She left."]),
        ("en", ["They met the U.N. envoy.", "No. 5 won by 3.5 points.", "20 people watched."]),
        ("en", ['"We are safe," he said.', '"(The boat) is gone."', "Why?"]),
        ("en", ['"Where is he?" she asked.', "Nobody knew."]),
        ("en", ['She shouted: "Run!"', "Then it was dark."]),
        ("vi", ["Đêm 31/10, tàu rời TP. Huế lúc 6.30 sáng.", "Ông T. Nam nói có 9.600 người.", "Họ đã về."]),
        ("es", ["El Sr. Vega llegó a EE.UU. el 3 de mayo.", "«Estamos bien», dijo.", "¿Y ahora?", "Nada."]),
        ("fr", ["M. Blanc est à la p. 12.", "« C'est fini. »", "Il part."]),
        (
            "de",
            [
                "Am 31. Oktober kam Dr. Weiß, z.B. mit dem Zug.",
                "Er blieb bis 31.10. abends.",
                "Dann ging er.",
            ],
        ),
        ("it", ["Il sig. Neri ha 3.500 euro.", "Il dott. Bianchi no."]),
        ("ru", ["В 1990 г. здесь жили 5 тыс. человек.", "Им. А. С. Попова назвали улицу."]),
        ("zh", ["船于周一沉没。", "“我们得救了。”", "他说。"]),
        ("ar", ["غرقت السفينة يوم الاثنين.", "هل نجا أحد؟", "لا."]),
    ],
)
def test_sentences_end_where_a_reader_ends_them(language: str, sentences: list[str]) -> None:
    joint = "" if language == "zh" else " "
    assert split(joint.join(sentences), language) == sentences


def test_a_line_break_ends_a_sentence() -> None:
    assert split("Ferry sinks off the coast\n\nNine are safe\nThe ferry sank.", "en") == [
        "Ferry sinks off the coast",
        "Nine are safe",
        "The ferry sank.",
    ]


def test_a_hard_wrapped_text_is_read_on() -> None:
    text = (
        "The ferry that left the northern harbour on Monday evening has not been seen\n"
        "since it passed the lighthouse, the coast guard said. Nine boats looked for\n"
        "it all night in rough weather. Relatives of the passengers gathered at the\n"
        "harbour office to wait for news.\n\n"
        "The owner of the ferry said that it had been repaired in spring. Nobody had\n"
        "complained about it since."
    )
    assert len(split(text, "en")) == 5


def test_furniture_has_no_sentences_and_ends_one() -> None:
    text = "The ferry sank. Watch live Nobody died."
    at = text.index("Watch")
    assert split(text, "en", ((at, at + 10),)) == ["The ferry sank.", "Nobody died."]


def test_a_line_without_words_is_dropped() -> None:
    assert split("***\n—\n😀😀\nOne.", "en") == ["One."]
    assert split("", "en") == []


@pytest.mark.parametrize("unit", ["a", "1. ", "a.", '." ', "A. b", "(x", "»", "\n", "x\n", "😀.", "p.m. "])
def test_the_work_for_a_very_long_line_grows_as_the_line(unit: str) -> None:
    assert grows_as_the_text(lambda text: split(text, "en"), unit)


@given(
    st.text(alphabet="aA1é.!?\"'»« \n\t。一😀()—", max_size=200), st.sampled_from(["en", "de", "zh", "und"])
)
def test_sentences_are_trimmed_ordered_and_lose_no_word(text: str, language: str) -> None:
    article = Article(id="a", language=language, text=text)
    spans = split_sentences(article)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    quoted = "".join(text[s.start : s.end] for s in spans)
    assert all(text[s.start : s.end].strip() == text[s.start : s.end] != "" for s in spans)
    assert [c for c in quoted if c.isalnum()] == [c for c in text if c.isalnum()]
