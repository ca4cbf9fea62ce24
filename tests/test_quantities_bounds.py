"""What words before and after a number, and after what it counts, say of its bounds."""

from collections import Counter
from pathlib import Path

import pytest

from rashomon.model import Article, Quantity
from rashomon.reading.quantities.find import find_quantities
from rashomon.reading.sentences import split_sentences
from rashomon.reading.times.find import find_times

# A line is a language, a sentence, and low, high ("-" is open) and 1 for about, of its first quantity.
SENTENCES = Path(__file__).parent / "numbers" / "bounds.txt"
FLOOR = 0.96  # 22 November 2026: 0.975; before these words were known 0.66


def read(text: str, language: str) -> tuple[Quantity, ...]:
    article = Article(id="a", language=language, text=text)
    sentences = split_sentences(article)
    return find_quantities(article, sentences, (), find_times(article, sentences))


def test_bounds_are_read_in_every_language() -> None:
    right: Counter[str] = Counter()
    cases: Counter[str] = Counter()
    for line in SENTENCES.read_text("utf-8").splitlines():
        language, text, told = line.split("|")
        low, high, about = told.split(",")
        wanted = (_bound(low), _bound(high), about == "1")
        cases[language] += 1
        right[language] += [(q.low, q.high, q.approximate) for q in read(text, language)][:1] == [wanted]
    print({language: f"{right[language]} of {cases[language]}" for language in cases})
    assert right.total() >= FLOOR * cases.total()
    assert all(right[language] >= cases[language] - 2 for language in cases)


@pytest.mark.parametrize(
    ("language", "text", "bounds"),
    [
        ("en", "They saw 34 boats, at least 3 of them burning.", [(34, 34), (3, None)]),
        ("en", "They saw 34 boats and more than 20 rafts.", [(34, 34), (20, None)]),
        ("es", "Atacaron 34 barcos al menos tres veces.", [(34, 34), (3, None)]),
        ("fr", "Ils ont coulé 34 barques au moins trois fois.", [(34, 34), (3, None)]),
        ("ru", "Спасли 34 человека, как минимум 3 пропали.", [(34, 34), (3, None)]),
    ],
)
def test_words_that_bound_the_next_number_leave_the_one_before(
    language: str, text: str, bounds: list[tuple[float | None, float | None]]
) -> None:
    assert [(q.low, q.high) for q in read(text, language)] == bounds


@pytest.mark.parametrize(
    ("language", "text", "low", "high"),
    [
        ("en", "The toll stands at 34, and counting.", 34, None),
        ("zh", "约有两三百人参加。", 200, 300),
        ("zh", "三四十艘船沉没。", 30, 40),
        ("ru", "Собралось более полутора тысяч человек.", 1500, None),
        ("vi", "Khoảng từ 20 đến 30 tàu bị chìm.", 20, 30),
        ("de", "Bei minus 15 Grad froren sie.", -15, -15),
    ],
)
def test_bounds_in_other_ways(language: str, text: str, low: float, high: float | None) -> None:
    assert [(q.low, q.high) for q in read(text, language)] == [(low, high)]


def test_a_bound_after_the_noun_is_no_part_of_the_span() -> None:
    (found,) = read("34 people at least were hurt.", "en")
    assert (found.text, found.low, found.high, found.of) == ("34", 34, None, "people")


def _bound(told: str) -> float | None:
    return None if told == "-" else float(told)
