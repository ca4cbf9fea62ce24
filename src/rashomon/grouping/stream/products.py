"""Products of vectors of 8 bits: of each of a few with each of many, in whole numbers.

These are most of what an article costs. ONNX Runtime makes use of a processor's instructions for bytes, which
is three times as quick as floats; where it is not exact, floats are, up to 2**24.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TYPE_CHECKING, TypeVar

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy import int8, int32, uint8
    from numpy.typing import NDArray

    Bytes = NDArray[uint8]
    Product = Callable[[Bytes, NDArray[int8]], NDArray[int32]]

T = TypeVar("T")

ZERO = 128  # is added to the whole numbers of 8 bits, so that none is below zero
THREADS = 2


def products(one: Bytes, others: Bytes) -> NDArray[int32]:
    """The products of vectors, all with ZERO added: shape (of others, of one)."""
    return _product()(others, (one ^ ZERO).view(np.int8))


def each(count: int, work: Callable[[int], None]) -> None:
    """Do something for each of some numbers, in threads: NumPy lets other threads run as it counts."""
    if count < 2 * THREADS:
        for at in range(count):
            work(at)
        return

    def some(start: int) -> None:
        for at in range(start, count, THREADS):
            work(at)

    list(_threads().map(some, range(THREADS)))


def in_background(work: Callable[[], T]) -> Callable[[], T]:
    """Begin to do something in a thread of its own; what waits for it and gives its result."""
    return _one_thread().submit(work).result


@cache
def _one_thread() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(1, "grouping")


@cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(THREADS, "grouping")


@cache
def _product() -> Product:
    """The quickest of those that are exact here."""
    made = _of_bytes()
    most = np.full((16, 384), 255, dtype=np.uint8), np.full((13, 384), -128, dtype=np.int8)
    drawn = np.random.default_rng(1).integers(0, 255, (16, 384)).astype(np.uint8), most[1] + np.int8(1)
    exact = all((made(a, b) == _of_floats(a, b)).all() for a, b in (most, drawn))
    return made if exact else _of_floats


def _of_floats(others: Bytes, one: NDArray[int8]) -> NDArray[int32]:
    vectors = others.astype(np.float32) - np.float32(ZERO)
    found: NDArray[int32] = (vectors @ one.astype(np.float32).T).astype(np.int32)
    return found


def _of_bytes() -> Product:
    from onnx import TensorProto, helper
    from onnxruntime import InferenceSession, SessionOptions

    graph = helper.make_graph(
        [
            helper.make_node("Transpose", ["one"], ["turned"], perm=[1, 0]),
            helper.make_node("MatMulInteger", ["others", "turned", "zero"], ["found"]),
        ],
        "products",
        [
            helper.make_tensor_value_info("others", TensorProto.UINT8, [None, None]),
            helper.make_tensor_value_info("one", TensorProto.INT8, [None, None]),
        ],
        [helper.make_tensor_value_info("found", TensorProto.INT32, [None, None])],
        [helper.make_tensor("zero", TensorProto.UINT8, [], [ZERO])],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    options = SessionOptions()
    options.intra_op_num_threads = 1
    session = InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])

    def product(others: Bytes, one: NDArray[int8]) -> NDArray[int32]:
        found: Sequence[NDArray[int32]] = session.run(None, {"others": others, "one": one})
        return found[0]

    return product
