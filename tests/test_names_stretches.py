"""Names are looked for in stretches of a text that are worked out once: nothing around them may tell."""

from __future__ import annotations

import pytest
from work import grows_as_the_text

from rashomon.language.chunks import END, Remembered, chunks_of
from rashomon.model import Article, Sentence
from rashomon.reading.names.find import find_mentions
from rashomon.reading.sentences import split_sentences


def names(text: str, language: str = "en") -> list[str]:
    article = Article(id="a", language=language, text=text)
    return [mention.text for mention in find_mentions(article, split_sentences(article))]


def test_chunks_tell_where_they_stand() -> None:
    text = "One  two.\nThree four."
    texts, firsts = chunks_of(text, (Sentence(0, 9), Sentence(10, 21)))
    assert texts == [END, "One", "", "two.", END, "Three", "four.", END]
    assert firsts == [1, 5]


def test_what_is_remembered_is_bounded() -> None:
    kept = Remembered(len, most=2, longest=4)
    assert [kept[text] for text in ("a", "bb", "ccc", "ddddd")] == [1, 2, 3, 5]
    assert len(kept) <= 2
    assert "ddddd" not in kept


def test_a_name_is_the_same_wherever_it_stands() -> None:
    alone = names("They met Anna Maria Lindqvist there.")
    assert alone == ["Anna Maria Lindqvist"]
    assert names("Again, they met “Anna Maria Lindqvist” there.") == alone
    assert names("They met -  Anna Maria Lindqvist, who left.") == alone


def test_a_word_that_opens_a_sentence_is_judged_by_each_article_anew() -> None:
    doubtful = "Harbour workers left. The harbour is closed."
    assert "Harbour" not in names(doubtful)
    assert names(doubtful) == names(doubtful)


@pytest.mark.parametrize("piece", ["Jean-Paul Aa ", "Ab Cd (AC) ", "A’b’ ", "Aa\u200b", "— Aa "])
def test_the_work_grows_as_the_text(piece: str) -> None:
    assert grows_as_the_text(names, piece)
