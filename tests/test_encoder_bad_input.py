"""What is hard on the encoder ends in the right answer or in one clear line."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from rashomon.cli.run import lacks_memory
from rashomon.encoder import Encoder, WeightsError, tagger
from rashomon.encoder.cache import cache_folder, cached
from rashomon.encoder.weights import Weights, find_weights

UNKNOWN_SCRIPTS = [
    "𓀀𓀁𓀂 𓁐𓁑",  # Egyptian hieroglyphs
    "𒀀𒀁 𒀂",  # cuneiform
    "ꓐꓑ ꓒ",  # Lisu
    "\ue000\ue001 \U000f0000",  # private use
    "ᚠᛇᚻ᛫ᛒᛦᚦ",  # runes
]


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder.open()


def test_a_sentence_of_20000_tokens_is_read_whole(encoder: Encoder) -> None:
    text = "The mayor Anna Novak of Ostrava met 14 engineers, and " * 1_700 + "Ban Ki-moon left."
    ((encoding, names),) = encoder.encode_and_tag([text])
    assert len(encoding.states) > 20_000
    assert "".join(text[start:end] for start, end in encoding.offsets.tolist()) == text.replace(" ", "")
    assert np.linalg.norm(encoding.vector) == pytest.approx(1, abs=1e-5)
    found = [text[tag.start : tag.end] for tag in names]
    assert found[-1] == "Ban Ki-moon"
    assert found[0] == "Anna Novak"


@pytest.mark.parametrize("text", UNKNOWN_SCRIPTS)
def test_scripts_that_nobody_taught_it_are_quoted_whole(encoder: Encoder, text: str) -> None:
    ((encoding, names),) = encoder.encode_and_tag([text])
    assert "".join(text[start:end] for start, end in encoding.offsets.tolist()) == text.replace(" ", "")
    assert np.isfinite(encoding.states).all()
    assert np.isfinite(encoding.vector).all()
    assert all(0 <= tag.start < tag.end <= len(text) for tag in names)


@pytest.mark.parametrize("text", ["", " \n", "\u200b\ufeff"])
def test_a_text_without_tokens_has_no_names(encoder: Encoder, text: str) -> None:
    ((encoding, names),) = encoder.encode_and_tag([text])
    assert len(encoding.offsets) == 0
    assert names == ()


@pytest.mark.parametrize("threads", [1_000, 3])
def test_more_threads_than_cores_give_the_same(encoder: Encoder, threads: int) -> None:
    many = Encoder.open(threads=threads)
    texts = [f"Report {'and so on ' * number}came in." for number in range(12)]
    for one, other in zip(many.encode(texts), encoder.encode(texts), strict=True):
        assert np.array_equal(one.vector, other.vector)


def test_one_weights_file_in_the_place_of_another_is_named(
    tmp_path: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    foreign = Path(tagger.__file__).parent / "data" / tagger.FILE
    with pytest.raises(WeightsError, match=r"tagger\.npz: broken weights file.*reinstall"):
        Weights(foreign)
    config = Weights(find_weights()).config
    with find_weights().open("rb") as file:
        start = file.read(100_000)
    for content in (b"", b"PK\3\4", start, foreign.read_bytes()[:100_000]):
        with pytest.raises(WeightsError, match=r"tagger\.npz: broken weights of the tagger.*reinstall"):
            tagger.TaggerWeights(content, config)


@pytest.mark.parametrize("place", ["a file", "below a file", "not to be made"])
def test_a_cache_folder_that_cannot_be_written_is_said_once_and_worked_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    (tmp_path / "file").write_text("")
    folder = {"a file": tmp_path / "file", "below a file": tmp_path / "file" / "x"}.get(
        place, Path("/proc/x")
    )
    if place == "not to be made" and not Path("/proc").is_dir():
        pytest.skip("no folder here that nobody may write to")
    monkeypatch.setenv("RASHOMON_CACHE", str(folder))
    with pytest.warns(RuntimeWarning, match="can't be written.*RASHOMON_CACHE") as warned:
        assert cached("graph", lambda: b"built") == b"built"
    assert len(warned) == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no disk that is always full")
def test_a_disk_that_fills_while_the_graph_is_kept_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(handle: int, mode: str) -> object:
        os.close(handle)
        return Path("/dev/full").open(mode)

    monkeypatch.setenv("RASHOMON_CACHE", str(tmp_path))
    monkeypatch.setattr("rashomon.encoder.cache.os.fdopen", full)
    with pytest.warns(RuntimeWarning, match="No space left"):
        assert cached("graph", lambda: b"built" * 100_000) == b"built" * 100_000
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("megabytes", [300, 380, 450])
def test_too_little_memory_is_said_in_one_line(encoder: Encoder, tmp_path: Path, megabytes: int) -> None:
    resource = pytest.importorskip("resource")
    if sys.platform != "linux":
        pytest.skip("limits on memory are kept by Linux alone")
    report = tmp_path / "report.txt"
    report.write_text("The bridge at Ostrava closed on Monday, the mayor said.\n")
    limit = megabytes * 1_000_000
    done = subprocess.run(
        [sys.executable, "-m", "rashomon", "read", str(report)],
        # More threads of numpy's own take more of the little there is.
        env=os.environ | {"RASHOMON_CACHE": str(cache_folder()), "OPENBLAS_NUM_THREADS": "1"},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, limit)),
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode in (0, 1)
    if done.returncode:
        assert done.stderr.splitlines() == [done.stderr.rstrip("\n")]
        assert "not enough memory" in done.stderr


def test_lack_of_memory_is_known_however_it_is_told() -> None:
    broken = ValueError("broken")
    assert not lacks_memory(broken)
    broken.__cause__ = MemoryError()
    assert lacks_memory(broken)
    assert lacks_memory(RuntimeError("Failed to allocate memory for requested buffer of size 4718592"))
    assert lacks_memory(ImportError("lib.so: failed to map segment from shared object"))
