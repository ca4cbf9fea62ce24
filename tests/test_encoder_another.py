"""Another model of the family may be named: its vectors are its own, and what can't be read is said."""

from __future__ import annotations

import json
import os
import struct
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import tiny_model
from tiny_model import HIDDEN, PIECES, POSITIONS, config, safetensors, states_of, write_model

from rashomon.cli import main
from rashomon.encoder import PREFIX, Encoder, WeightsError
from rashomon.encoder.another import VectorsOfAnother
from rashomon.encoder.folder import FolderWeights
from rashomon.encoder.graph import build_graph
from rashomon.encoder.hub import find_model
from rashomon.encoder.pieces import charsmap, read_pieces
from rashomon.encoder.tensors import open_tensors
from rashomon.encoder.tokenizer import Tokenizer

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TEXTS = ["the bridge closed", "The bridge.", "мост закрыли", "桥", "a b c 123, ﬁre ①", "đóng"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A whole model; graphs are kept apart from the user's own."""
    monkeypatch.setenv("RASHOMON_CACHE", str(tmp_path / "cache"))
    write_model(tmp_path / "tiny")
    return tmp_path / "tiny"


def change(folder: Path, file: str, **fields: Any) -> None:
    content = json.loads((folder / file).read_text("utf-8"))
    (folder / file).write_text(json.dumps(content | fields), "utf-8")


def expected(weights: tiny_model.Arrays, kind: str, text: str, tokenizer: Tokenizer) -> Any:
    content = [*tokenizer.tokenize(PREFIX).ids.tolist(), *tokenizer.tokenize(text).ids.tolist()]
    return states_of(weights, config(kind), [0, *content, 2])


@pytest.mark.parametrize("kind", ["bert", "xlm-roberta"])
@pytest.mark.parametrize(
    ("stored", "prefix"), [("F32", ""), ("F16", "roberta."), ("BF16", "bert."), ("F32", "model.bert.")]
)
def test_vectors_and_states_are_those_of_plain_numpy(
    tmp_path: Path, kind: str, stored: str, prefix: str
) -> None:
    arrays = write_model(tmp_path, kind, stored=stored, prefix=prefix)
    weights = FolderWeights(tmp_path)
    tokenizer = Tokenizer(weights.vocabulary())
    exact = Encoder(weights, build_graph(weights, quantised=False), name="float32")
    small = Encoder(weights, build_graph(weights), name="int8")
    for text, one, other in zip(TEXTS, exact.encode(TEXTS), small.encode(TEXTS), strict=True):
        tokens = tokenizer.tokenize(text)
        states = expected(arrays, kind, text, tokenizer)
        own = states[-1 - len(tokens.ids) : -1][tokens.offsets[:, 0] < tokens.offsets[:, 1]]
        pooled = states.mean(axis=0) / np.linalg.norm(states.mean(axis=0))
        assert np.allclose(one.vector, pooled, atol=1e-4), text
        assert np.allclose(one.states, own, atol=1e-3), text
        assert float(other.vector @ pooled) > 0.995, text


def test_a_long_text_is_run_in_windows(folder: Path) -> None:
    weights = FolderWeights(folder)
    encoder = Encoder(weights, build_graph(weights), name="tiny")
    text = "the bridge closed " * POSITIONS
    (encoding,) = encoder.encode([text])
    quoted = "".join(text[start:end] for start, end in encoding.offsets.tolist())
    assert quoted == text.replace(" ", "")
    assert encoding.states.shape == (len(encoding.offsets), HIDDEN)


def test_tokens_are_those_of_hugging_face_tokenizers(folder: Path) -> None:
    tokenizers = pytest.importorskip("tokenizers")
    theirs = tokenizers.Tokenizer.from_file(str(folder / "tokenizer.json"))
    ours = Tokenizer(read_pieces(folder / "tokenizer.json"))
    for text in [*TEXTS, "Ａ\u3000bridge\n closed", "a\u200bb", "query: xyz"]:
        assert ours.tokenize(text).ids.tolist() == theirs.encode(text, add_special_tokens=False).ids, text


def test_a_normalisation_map_is_read_whole() -> None:
    replaced = {chr(code): f"{code:x}" for code in range(0x3B1, 0x3C9)} | tiny_model.REPLACED
    assert charsmap(tiny_model.charsmap(replaced)) == {ord(key): value for key, value in replaced.items()}
    assert charsmap(tiny_model.charsmap({"e\u0301": "é", "Ａ": "A"})) == {ord("Ａ"): "A"}


def test_only_the_rows_of_a_table_that_are_asked_for_are_given(folder: Path) -> None:
    table = open_tensors(folder)["embeddings.word_embeddings.weight"]
    assert isinstance(table.raw.base, memoryview | np.ndarray)
    assert table.rows(np.array([5, 2, 5])).tolist() == [table.values()[i].tolist() for i in (5, 2, 5)]


def test_weights_in_parts_are_those_in_one_file(folder: Path) -> None:
    whole = FolderWeights(folder)
    arrays = tiny_model.arrays(config("xlm-roberta"))
    names = list(arrays)
    places = {}
    for part, few in enumerate((names[:7], names[7:]), 1):
        file = f"model-{part:05}-of-00002.safetensors"
        (folder / file).write_bytes(safetensors({name: arrays[name] for name in few}))
        places |= dict.fromkeys(few, file)
    (folder / "model.safetensors").unlink()
    (folder / "model.safetensors.index.json").write_text(json.dumps({"metadata": {}, "weight_map": places}))
    parts = FolderWeights(folder)
    assert parts.identity == whole.identity
    assert np.array_equal(parts.matrix("l1.fo.w", 128), whole.matrix("l1.fo.w", 128))
    (folder / "model-00002-of-00002.safetensors").unlink()
    with pytest.raises(WeightsError, match=r"model-00002-of-00002\.safetensors: missing"):
        FolderWeights(folder)


def test_other_weights_have_another_name(folder: Path, tmp_path: Path) -> None:
    write_model(tmp_path / "other", "bert")
    first, second = Encoder.open(str(folder)), Encoder.open(str(tmp_path / "other"))
    assert first.name.startswith("tiny/int8-")
    assert first.name.partition("/")[2] != second.name.partition("/")[2]
    assert Encoder.open(str(folder)).name == first.name


def test_names_still_come_from_the_packaged_encoder(folder: Path) -> None:
    packaged, another = Encoder.open(), Encoder.open(str(folder))
    texts = ["Ban Ki-moon flew to Oslo on Monday.", "the bridge"]
    assert another.dimension == HIDDEN
    assert another.tagger_name == packaged.tagger_name
    assert another.tag(texts) == packaged.tag(texts)
    for (encoding, tags), plain, named in zip(
        another.encode_and_tag(texts), another.encode(texts), packaged.tag(texts), strict=True
    ):
        assert np.array_equal(encoding.vector, plain.vector)
        assert tags == named
    for one, other in zip(
        another.label_probabilities(texts), packaged.label_probabilities(texts), strict=True
    ):
        assert np.array_equal(one[1], other[1])


def test_whatever_an_encoder_offers_is_given_by_one_of_the_two() -> None:
    made = {"open", "of"}
    offered = {name for name in vars(Encoder) if not name.startswith("_")} - made
    assert offered <= set(vars(VectorsOfAnother))


def test_the_packaged_model_may_be_named() -> None:
    assert Encoder.open("multilingual-e5-small").name == Encoder.open().name


def a_shape_off(folder: Path) -> None:
    arrays = tiny_model.arrays(config("xlm-roberta"))
    arrays["encoder.layer.1.output.dense.weight"] = arrays["encoder.layer.1.output.dense.weight"].T.copy()
    (folder / "model.safetensors").write_bytes(safetensors(arrays))


def a_layer_less(folder: Path) -> None:
    arrays = tiny_model.arrays(config("xlm-roberta", num_hidden_layers=1))
    (folder / "model.safetensors").write_bytes(safetensors(arrays))


def cut_off(folder: Path, file: str, keep: int) -> None:
    path = folder / file
    path.write_bytes(path.read_bytes()[:keep])


def of_integers(folder: Path) -> None:
    header = json.dumps({"a": {"dtype": "I8", "shape": [4], "data_offsets": [0, 4]}}).encode()
    (folder / "model.safetensors").write_bytes(struct.pack("<Q", len(header)) + header + b"\0" * 4)


def with_model(folder: Path, **fields: Any) -> None:
    (folder / "tokenizer.json").write_text(json.dumps(tiny_model.tokenizer(**fields)), "utf-8")


def with_more_pieces(folder: Path) -> None:
    with_model(folder, vocab=[[text, 0.0] for text in (*PIECES, *map(str, range(100, 200)))])


def normalised_by(folder: Path, **step: str) -> None:
    change(folder, "tokenizer.json", normalizer=step)


SPOILT: dict[str, tuple[Callable[[Path], object], str]] = {
    "no config": (lambda f: (f / "config.json").unlink(), r"config\.json: missing"),
    "no weights": (lambda f: (f / "model.safetensors").unlink(), r"model\.safetensors: missing"),
    "no tokenizer": (lambda f: (f / "tokenizer.json").unlink(), r"tokenizer\.json: missing"),
    "config no JSON": (lambda f: (f / "config.json").write_text("{"), r"config\.json: can't be read"),
    "config a list": (lambda f: (f / "config.json").write_text("[]"), r"config\.json: can't be read"),
    "config no text": (
        lambda f: (f / "config.json").write_bytes(b"\xff\xfe{"),
        r"config\.json: can't be read",
    ),
    "sizes in words": (lambda f: change(f, "config.json", hidden_size="64"), r"config\.json: broken"),
    "no sizes": (lambda f: change(f, "config.json", hidden_size=0), r"sizes that make no sense"),
    "another kind": (
        lambda f: change(f, "config.json", model_type="t5"),
        r"of type t5; bert and xlm-roberta",
    ),
    "odd activation": (lambda f: change(f, "config.json", hidden_act="relu"), r"relu with absolute"),
    "relative": (lambda f: change(f, "config.json", position_embedding_type="relative_key"), r"relative_key"),
    "odd columns": (lambda f: change(f, "config.json", hidden_size=80), r"hidden_size is 80.*multiple of 32"),
    "odd inner": (lambda f: change(f, "config.json", intermediate_size=100), r"intermediate_size is 100"),
    "odd heads": (lambda f: change(f, "config.json", num_attention_heads=7), r"among 7 heads"),
    "few positions": (
        lambda f: change(f, "config.json", max_position_embeddings=3),
        r"too little for a text",
    ),
    "more layers": (
        lambda f: change(f, "config.json", num_hidden_layers=3),
        r"encoder\.layer\.2\..* is missing",
    ),
    "fewer layers in the file": (a_layer_less, r"encoder\.layer\.1\..* is missing"),
    "another shape": (a_shape_off, r"tensor l1\.fo\.w is \(128, 64\)"),
    "cut off": (lambda f: cut_off(f, "model.safetensors", 100_000), r"model\.safetensors.*cut off at byte"),
    "cut off early": (
        lambda f: cut_off(f, "model.safetensors", 99),
        r"model\.safetensors.*cut off in its header",
    ),
    "empty": (lambda f: (f / "model.safetensors").write_bytes(b""), r"model\.safetensors: can't be read"),
    "few bytes": (lambda f: (f / "model.safetensors").write_bytes(b"PK"), r"model\.safetensors.*cut off"),
    "pickle": (lambda f: (f / "model.safetensors").write_bytes(b"PK\3\4" * 99), r"no safetensors file"),
    "integers": (of_integers, r"tensor a is I8; float32, float16 and bfloat16"),
    "tokenizer no JSON": (lambda f: cut_off(f, "tokenizer.json", 900), r"tokenizer\.json: can't be read"),
    "word pieces": (lambda f: with_model(f, type="WordPiece", vocab={}), r"its pieces are WordPiece"),
    "pieces twice": (lambda f: with_model(f, vocab=[["a", 0.0], ["a", 0.0]]), r"stands in it twice"),
    "no start": (lambda f: with_model(f, vocab=[["a", 0.0]]), r"no piece <s>"),
    "no unknown": (lambda f: with_model(f, unk_id=None), r"no piece for what is unknown"),
    "pieces of no kind": (lambda f: with_model(f, vocab=[[1, 2, 3]]), r"broken or foreign vocabulary"),
    "too many pieces": (with_more_pieces, r"pieces, but the model knows"),
    "lower case": (lambda f: normalised_by(f, type="Lowercase"), r"normalises by Lowercase"),
    "a broken map": (
        lambda f: normalised_by(f, type="Precompiled", precompiled_charsmap="////"),
        r"broken or foreign vocabulary",
    ),
    "no spaces marked": (lambda f: change(f, "tokenizer.json", pre_tokenizer=None), r"does not mark spaces"),
}


@pytest.mark.parametrize("what", SPOILT)
def test_what_cannot_be_read_is_said_in_one_line(folder: Path, what: str) -> None:
    spoil, why = SPOILT[what]
    spoil(folder)
    with pytest.raises(WeightsError, match=why) as error:
        Encoder.open(str(folder))
    assert str(folder) in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("command", [["read"], ["evaluate", "claims"], ["evaluate", "pairs"]])
def test_each_command_that_compares_takes_another_encoder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    monkeypatch.setenv("RASHOMON_ENCODER", str(tmp_path / "by-environment"))
    (tmp_path / "report.txt").write_text("The bridge closed on Monday, the mayor said.")
    for extra, named in (([], "by-environment"), (["--encoder", str(tmp_path / "by-option")], "by-option")):
        assert main([*command, *extra, str(tmp_path / "report.txt")]) == 1
        out, err = capsys.readouterr()
        (line,) = err.splitlines()
        assert f"{tmp_path / named}: no such folder" in line
        assert out == ""


def test_a_dossier_says_which_encoder_made_it(folder: Path, tmp_path: Path) -> None:
    for number, text in enumerate(("The bridge closed on Monday.", "On Monday the bridge was closed."), 1):
        (tmp_path / f"report-{number}.txt").write_text(f"Bridge closed\n\n{text}\n")
    output = tmp_path / "dossier.json"
    reports = [str(tmp_path / f"report-{number}.txt") for number in (1, 2)]
    assert (
        main(["read", "--together", "--quiet", "--encoder", str(folder), "--json", str(output), *reports])
        == 0
    )
    made_by = json.loads(output.read_text("utf-8"))["made_by"]
    assert made_by["encoder"] == Encoder.open(str(folder)).name
    assert made_by["tagger"] == Encoder.open().tagger_name


def test_vectors_that_are_no_means_are_refused(folder: Path) -> None:
    (folder / "1_Pooling").mkdir()
    (folder / "1_Pooling" / "config.json").write_text('{"pooling_mode_mean_tokens": true}')
    FolderWeights(folder)
    (folder / "1_Pooling" / "config.json").write_text('{"pooling_mode_mean_tokens": false}')
    with pytest.raises(WeightsError, match="not the mean"):
        FolderWeights(folder)


def test_a_circle_in_a_normalisation_map_is_found() -> None:
    units = np.full(512, 0, "<u4")
    units[:256] = np.arange(256) * 1025
    with pytest.raises(ValueError, match="circles"):
        charsmap(struct.pack("<I", units.nbytes) + units.tobytes())


def test_a_model_of_the_local_hub_cache_is_read_without_the_network(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path))
    monkeypatch.setitem(sys.modules, "huggingface_hub", None)
    repository = tmp_path / "models--intfloat--multilingual-e5-base"
    write_model(repository / "snapshots" / "0abc")
    (repository / "refs").mkdir()
    (repository / "refs" / "main").write_text("0abc")
    assert find_model("multilingual-e5-base") == repository / "snapshots" / "0abc"
    assert find_model("intfloat/multilingual-e5-base") == repository / "snapshots" / "0abc"
    (repository / "snapshots" / "0abc" / "tokenizer.json").unlink()
    with pytest.raises(WeightsError, match=r"not on this machine.*pip install 'rashomon\[models\]'"):
        find_model("multilingual-e5-base")


@pytest.mark.parametrize("name", ["nowhere", "/nowhere/at/all", "./nowhere", "a/b/c", "../x", ""])
def test_what_is_neither_folder_nor_name_is_never_asked_for(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(sys.modules, "huggingface_hub", None)
    with pytest.raises(WeightsError, match="no such folder"):
        find_model(name)


def test_a_file_is_no_folder(folder: Path) -> None:
    with pytest.raises(WeightsError, match="a file; name the folder"):
        find_model(str(folder / "model.safetensors"))


def test_without_a_network_one_line_says_so(tmp_path: Path) -> None:
    pytest.importorskip("huggingface_hub")
    report = tmp_path / "report.txt"
    report.write_text("The bridge closed on Monday, the mayor said.")
    proxies = {name: "" for name in os.environ if name.lower().endswith("_proxy")}
    environment = os.environ | proxies | {"HF_ENDPOINT": "http://127.0.0.1:9", "HF_HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-m", "rashomon", "read", str(report)],
        env=environment | {"RASHOMON_ENCODER": "multilingual-e5-large"},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    (line,) = done.stderr.splitlines()
    assert "intfloat/multilingual-e5-large" in line
    assert "hub can't be reached" in line
