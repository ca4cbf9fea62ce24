"""The encoder as an ONNX graph, layer by layer, in float32 or with int8 products.

Input ``embeddings`` (float32, shape (batch, tokens, hidden)): word, position and type embeddings added up.
The word table stays outside, where rows are read from the weights file as they are needed; in the graph it
would take 384 MB. All texts of a batch have the same number of tokens, so nothing is padded or masked.
Output ``states`` (float32, same shape): the last hidden states.

How the products are quantised: weights per output channel to 7 bits, activations per token to 8 bits. One
scale per token rather than one per batch makes a text's result independent of its neighbours, and comes
closer to float32. With 8-bit weights, CPUs without VNNI would saturate in their 16-bit sums of two products
of bytes; 2 * 255 * 63 fits, so that every CPU gives the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy import float32
    from numpy.typing import NDArray
    from onnx import NodeProto, TensorProto

    from rashomon.encoder.weights import Weights

GRAPH_VERSION = 2
"""To be raised when the graph changes, so that cached graphs are built anew."""

OPSET, IR_VERSION = 18, 9
CONTRIB = "com.microsoft"
WEIGHT_LIMIT, ACTIVATION_LIMIT, MIDDLE = 63, 127, 128
SMALLEST = 1e-12


def build_graph(
    weights: Weights, *, quantised: bool = True, progress: Callable[[str, float], None] | None = None
) -> bytes:
    """The encoder's graph as a serialised ONNX model, 22 MB with int8 products and 85 MB without."""
    from onnx import TensorProto, helper

    graph = _Graph(weights, quantised)
    layers = weights.config.layers
    states = graph.embedding("embeddings")
    for index in range(layers):
        if progress:
            progress("building the encoder", index / layers)
        states = graph.layer(states, index)
    graph.as_texts(states)
    graph.nodes[-1].output[0] = "states"
    shape: list[str | int | None] = ["batch", "tokens", weights.config.hidden]
    model = helper.make_model(
        helper.make_graph(
            graph.nodes,
            "encoder",
            [helper.make_tensor_value_info("embeddings", TensorProto.FLOAT, shape)],
            [helper.make_tensor_value_info("states", TensorProto.FLOAT, shape)],
            graph.constants,
        ),
        opset_imports=[helper.make_opsetid("", OPSET), helper.make_opsetid(CONTRIB, 1)],
        ir_version=IR_VERSION,
        producer_name="rashomon",
    )
    if progress:
        progress("building the encoder", 1.0)
    return bytes(model.SerializeToString())


class _Graph:
    """The nodes and constants of a graph that is being built; values are known by their names.

    Between the layers, ``states`` has one row per token of the whole batch: (batch * tokens, hidden).
    """

    def __init__(self, weights: Weights, quantised: bool) -> None:
        self.nodes: list[NodeProto] = []
        self.constants: list[TensorProto] = []
        self._weights = weights
        self._quantised = quantised
        self._last_axis = self._constant(np.array([-1], np.int64))
        self._rows = self._constant(np.array([-1, weights.config.hidden], np.int64))
        self._middle = self._constant(np.array(MIDDLE, np.uint8))
        self._texts = ""
        self._zeros = ""

    def embedding(self, value: str) -> str:
        """The states that enter the first layer."""
        self._texts = self._node("Shape", value)
        return self._normalise(self._as_rows(value), "emb.ln")

    def layer(self, states: str, index: int) -> str:
        """One transformer layer (Vaswani et al. 2017; normalised after each addition, as in BERT)."""
        config = self._weights.config
        name = f"l{index}"
        projected = self._biased(states, [f"{name}.q", f"{name}.k", f"{name}.v"], config.hidden)
        parts = [self.as_texts(part) for part in self._split(projected, 3)]
        # Fused; it divides by the root of the head's size itself.
        context = self._node("MultiHeadAttention", *parts, domain=CONTRIB, num_heads=config.heads)
        attended = self._biased(self._as_rows(context), [f"{name}.ao"], config.hidden)
        # ONNX Runtime's fused SkipLayerNormalization takes three times as long as these two nodes.
        states = self._normalise(self._node("Add", states, attended), f"{name}.aln")
        inner, bias = self._product(states, [f"{name}.fi"], config.hidden)
        inner = self._node("BiasGelu", inner, bias, domain=CONTRIB)
        outer = self._biased(inner, [f"{name}.fo"], config.feed_forward)
        return self._normalise(self._node("Add", states, outer), f"{name}.oln")

    def as_texts(self, value: str) -> str:
        """The rows as (batch, tokens, hidden) again."""
        return self._node("Reshape", value, self._texts)

    def _as_rows(self, value: str) -> str:
        return self._node("Reshape", value, self._rows)

    def _normalise(self, value: str, name: str) -> str:
        scale, bias = (self._constant(self._weights.vector(f"{name}.{part}")) for part in "wb")
        epsilon = self._weights.config.epsilon
        return self._node("LayerNormalization", value, scale, bias, axis=-1, epsilon=epsilon)

    def _biased(self, value: str, names: list[str], columns: int) -> str:
        return self._node("Add", *self._product(value, names, columns))

    def _product(self, value: str, names: list[str], columns: int) -> tuple[str, str]:
        """The product with the named matrices side by side, and their biases, which are yet to be added."""
        matrix = np.concatenate([self._weights.blocks(f"{name}.w", columns).matrix() for name in names]).T
        bias = self._constant(np.concatenate([self._weights.vector(f"{name}.b") for name in names]))
        if self._quantised:
            return self._int8_product(value, matrix), bias
        return self._node("MatMul", value, self._constant(matrix)), bias

    def _int8_product(self, value: str, matrix: NDArray[float32]) -> str:
        channel = np.maximum(np.abs(matrix).max(axis=0) / WEIGHT_LIMIT, SMALLEST).astype(np.float32)
        integers = self._constant(np.rint(matrix / channel).astype(np.int8))
        scale = self._token_scale(value)
        if not self._zeros:
            self._zeros = self._filled_like(scale, MIDDLE)
        quantised = self._node("QuantizeLinear", value, scale, self._zeros, axis=0)
        product = self._node(
            "MatMulIntegerToFloat",
            *(quantised, integers, self._scalar(1.0), self._constant(channel), self._middle),
            domain=CONTRIB,
        )
        # That operator takes one scale for all rows, so each row's own comes after it.
        return self._node("Mul", product, self._node("Unsqueeze", scale, self._last_axis))

    def _token_scale(self, value: str) -> str:
        """What one step of a byte stands for in each row, shape (rows,)."""
        largest = self._node("ReduceMax", self._node("Abs", value), self._last_axis, keepdims=0)
        return self._node(
            "Max", self._node("Mul", largest, self._scalar(1 / ACTIVATION_LIMIT)), self._scalar(SMALLEST)
        )

    def _filled_like(self, value: str, byte: int) -> str:
        from onnx import numpy_helper

        filling = numpy_helper.from_array(np.array([byte], np.uint8))
        return self._node("ConstantOfShape", self._node("Shape", value), value=filling)

    def _split(self, value: str, parts: int) -> list[str]:
        first = self._node("Split", value, axis=-1, num_outputs=parts)
        outputs = [first, *(f"{first}_{i}" for i in range(1, parts))]
        self.nodes[-1].output[:] = outputs
        return outputs

    def _scalar(self, value: float) -> str:
        return self._constant(np.array(value, np.float32))

    def _constant(self, values: NDArray[Any]) -> str:
        from onnx import numpy_helper

        name = f"c{len(self.constants)}"
        self.constants.append(
            numpy_helper.from_array(np.ascontiguousarray(values).reshape(values.shape), name)
        )
        return name

    def _node(self, kind: str, *inputs: str, domain: str = "", **attributes: Any) -> str:
        """Add a node; returns its output."""
        from onnx import helper

        name = f"v{len(self.nodes)}"
        self.nodes.append(
            helper.make_node(kind, inputs, [name], f"{kind}_{name}", domain=domain, **attributes)
        )
        return name
