"""Sentences to statements."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashomon.model import Article, Sentence
from rashomon.reading.statements import LONGEST, make_statements


def statements(text: str) -> list[str]:
    article = Article(id="a", text=text)
    return [text[s.start : s.end] for s in make_statements(article, [Sentence(0, len(text))])]


def test_a_sentence_of_ordinary_length_is_one_statement():
    text = "The ferry left at noon; it came back at night."
    assert statements(text) == [text]


@pytest.mark.parametrize(
    "clause",
    [
        "the harbour master said nothing, ",
        "le port n'a rien dit ; ",
        "港务局没有说什么，",
        "لم يقل الميناء شيئا، ",
    ],
)
def test_a_long_sentence_is_cut_where_clauses_end(clause):
    parts = statements((clause * 80).strip())
    assert len(parts) > 1
    assert all(part[-1] in ",;，،" for part in parts)


@given(st.text(alphabet="ab ,;é🙂", min_size=1, max_size=2000).filter(lambda t: t.strip() == t and t))
def test_nothing_is_lost_and_no_statement_is_too_long(text):
    parts = statements(text)
    assert "".join("".join(parts).split()) == "".join(text.split())
    assert all(len(part) <= LONGEST for part in parts)
