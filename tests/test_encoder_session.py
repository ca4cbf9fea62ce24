"""Graphs are opened from mapped files, and give the same on processors of other kinds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from rashomon.encoder import Encoder, session
from rashomon.encoder.graph import build_graph, build_tagger_graph
from rashomon.encoder.scales import NONE, shipped_scales
from rashomon.encoder.tagger import LABELS, shipped_weights
from rashomon.encoder.weights import Weights, find_weights

if TYPE_CHECKING:
    from pathlib import Path

TEXTS = [
    "The harbour was closed on Monday after a ferry ran aground, the port authority said.",
    "Cảng bị đóng cửa hôm thứ Hai sau khi một chiếc phà mắc cạn.",
    "港口周一关闭。",
    "1 2 3 4 5 6 7 8 9 0 !!! ??? ... 999,999,999",
    "А" * 300,
]


@pytest.fixture(scope="module")
def weights() -> Weights:
    return Weights(find_weights())


@pytest.mark.parametrize("measured", [True, False])
def test_a_processor_that_cuts_off_sums_of_bytes_gets_the_same_vectors(
    weights: Weights, measured: bool
) -> None:
    """The form for processors without VNNI is forced here: its products are of unsigned bytes only."""
    scales = shipped_scales(weights.identity) if measured else NONE
    signed, unsigned = (
        Encoder(weights, build_graph(weights, scales=scales, signed=kind), name="test").encode(TEXTS)
        for kind in (True, False)
    )
    for ours, other in zip(signed, unsigned, strict=True):
        assert np.abs(ours.vector - other.vector).max() < 1e-6


def test_the_form_for_other_processors_has_no_signed_bytes(weights: Weights) -> None:
    import onnx

    for signed in (True, False):
        graph = onnx.load_model_from_string(build_graph(weights, signed=signed)).graph
        kinds = {constant.data_type for constant in graph.initializer}
        assert (onnx.TensorProto.INT8 in kinds) == signed


@pytest.mark.parametrize("exact", [True, False])
def test_the_form_is_chosen_by_what_the_processor_gives(
    exact: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RASHOMON_CACHE", str(tmp_path))
    monkeypatch.setattr("rashomon.encoder.sums_are_exact", lambda: exact)
    Encoder.open().tag(["Anna Berg spoke in Lund."])
    kept = [path.name for path in tmp_path.iterdir()]
    assert len(kept) == 2
    assert all(("-s8-" if exact else "-u8-") in name for name in kept)


def test_every_product_of_encoder_and_tagger_was_measured(weights: Weights) -> None:
    """After the tagger was trained, its scales must be measured again."""
    tagger = shipped_weights(weights.config)
    graphs = {
        weights.identity: build_graph(weights, quantised=False, watched=True),
        tagger.identity: build_tagger_graph(tagger, tagger.first, LABELS, quantised=False, watched=True),
    }
    for identity, graph in graphs.items():
        outputs = [output.name for output in session.open_session(graph).get_outputs()]
        assert {name for name in outputs if "." in name} == set(shipped_scales(identity).by_product)


def test_weights_that_were_not_measured_have_no_scales() -> None:
    assert shipped_scales("unknown") is NONE


def test_a_kept_graph_is_mapped_and_the_same_as_the_one_that_was_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import onnx
    from onnx import helper, numpy_helper

    monkeypatch.setenv("RASHOMON_CACHE", str(tmp_path))
    matrix = np.arange(64 * 64, dtype=np.float32).reshape(64, 64)
    value = onnx.TensorProto.FLOAT
    graph = helper.make_model(
        helper.make_graph(
            [helper.make_node("MatMul", ["x", "w"], ["y"])],
            "g",
            [helper.make_tensor_value_info("x", value, ["rows", 64])],
            [helper.make_tensor_value_info("y", value, ["rows", 64])],
            [numpy_helper.from_array(matrix, "w")],
        ),
        opset_imports=[helper.make_opsetid("", 18)],
        ir_version=9,
    ).SerializeToString()
    rows = np.ones((2, 64), np.float32)

    def never() -> bytes:
        raise AssertionError("built although it was kept")

    first = session.open_kept("some.graph", lambda: graph).run(None, {"x": rows})[0]
    later = session.open_kept("some.graph", never).run(None, {"x": rows})[0]
    assert (first == rows @ matrix).all()
    assert (later == first).all()
    assert matrix.tobytes() in (tmp_path / "some.graph").read_bytes()
    (tmp_path / "blocked").write_text("")
    monkeypatch.setenv("RASHOMON_CACHE", str(tmp_path / "blocked"))
    with pytest.warns(RuntimeWarning, match="can't be written"):
        assert (session.open_kept("some.graph", lambda: graph).run(None, {"x": rows})[0] == first).all()
