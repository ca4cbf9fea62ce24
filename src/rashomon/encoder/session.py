"""ONNX Runtime as the encoder runs it: one thread a run, weights mapped from the cache folder.

A kept graph is one file: the length of the weights (8 bytes), the weights, and the graph, which says where in
the file each of them is. So the weights are pages of the file that are read when they are needed, not a copy.
"""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from rashomon.encoder.cache import DIGEST_SIZE, mapped

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_LENGTH = 8
_ALIGNED = 64
_KEPT_APART = 1024  # bytes; smaller constants stay in the graph
_PROBE = "byte-sums.graph"


def runtime() -> Any:
    """ONNX Runtime, told before it is imported not to report to its maker: what is read stays here."""
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
    import onnxruntime

    return onnxruntime


def runtime_version() -> str:
    """The runtime's first number; graphs are kept apart by it."""
    return str(runtime().__version__).split(".")[0]


def open_session(graph: bytes, folder: Path | None = None) -> Any:
    """Open a serialised graph; ``folder`` holds the file that its weights stand in, where they are apart."""
    onnxruntime = runtime()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    # The graph is built of fused operators already; further fusing makes it slower (see graph.py).
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    options.log_severity_level = 3
    if folder is not None:
        options.add_session_config_entry(
            "session.model_external_initializers_file_folder_path", str(folder.absolute())
        )
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])


def open_kept(name: str, build: Callable[[], bytes]) -> Any:
    """Open the graph that is kept under ``name`` in the cache folder; ``build`` gives it the first time."""
    whole = b""

    def packed() -> bytes:
        nonlocal whole
        whole = build()
        return pack(whole, name)

    content, path = mapped(name, packed)
    if path is None:
        return open_session(whole)
    length = int.from_bytes(content[:_LENGTH].tobytes(), "little")
    return open_session(content[_LENGTH + length :].tobytes(), path.parent)


def pack(graph: bytes, name: str) -> bytes:
    """A serialised graph as it is kept in a file of this name, its larger weights before it."""
    import onnx

    model = onnx.load_model_from_string(graph)
    parts: list[bytes] = []
    start = DIGEST_SIZE + _LENGTH
    at = start
    for constant in model.graph.initializer:
        raw = constant.raw_data
        if len(raw) < _KEPT_APART:
            continue
        gap = -at % _ALIGNED
        parts += [bytes(gap), raw]
        at += gap
        constant.ClearField("raw_data")
        constant.data_location = onnx.TensorProto.EXTERNAL
        for key, value in (("location", name), ("offset", at), ("length", len(raw))):
            constant.external_data.add(key=key, value=str(value))
        at += len(raw)
    weights = b"".join(parts)
    return len(weights).to_bytes(_LENGTH, "little") + weights + bytes(model.SerializeToString())


@cache
def sums_are_exact() -> bool:
    """Whether this processor adds up products of unsigned and signed bytes without cutting them off.

    Without VNNI, x86 processors add two such products in 16 bits, and 2 * 255 * 127 doesn't fit. Tried rather
    than looked up: a product of the largest bytes shows it.
    """
    session = open_kept(_PROBE, _byte_product)
    largest = np.full((16, 64), 255, np.uint8)
    return bool((session.run(None, {"bytes": largest})[0] == 64 * 255 * 127).all())


def _byte_product() -> bytes:
    from onnx import TensorProto, helper, numpy_helper

    weights = numpy_helper.from_array(np.full((64, 64), 127, np.int8), "weights")
    model = helper.make_model(
        helper.make_graph(
            [helper.make_node("MatMulInteger", ["bytes", "weights"], ["sums"])],
            "byte-sums",
            [helper.make_tensor_value_info("bytes", TensorProto.UINT8, ["rows", 64])],
            [helper.make_tensor_value_info("sums", TensorProto.INT32, ["rows", 64])],
            [weights],
        ),
        opset_imports=[helper.make_opsetid("", 18)],
        ir_version=9,
    )
    return bytes(model.SerializeToString())
