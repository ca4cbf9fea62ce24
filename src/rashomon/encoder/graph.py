"""The encoder as an ONNX graph, layer by layer, in float32 or with int8 products.

Input ``embeddings`` (float32, shape (batch, tokens, hidden)): word, position and type embeddings added up.
The word table stays outside, where rows are read from the weights file as they are needed; in the graph it
would take 384 MB. All texts of a batch have the same number of tokens, so nothing is padded or masked.
Output ``states`` (float32, same shape): the last hidden states.

How the products are quantised: weights per output channel to 7 bits, activations per token to 8 bits. One
scale per token rather than one per batch makes a text's result independent of its neighbours, and comes
closer to float32. With 8-bit weights, CPUs without VNNI would saturate in their 16-bit sums of two products
of bytes; 255 * 63 * 2 fits, so that every CPU gives the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray
    from onnx import NodeProto, TensorProto

    from rashomon.encoder.weights import Weights

GRAPH_VERSION = 1
"""To be raised when the graph changes, so that cached graphs are built anew."""

OPSET, IR_VERSION = 18, 9
CONTRIB = "com.microsoft"
WEIGHT_LIMIT, ACTIVATION_LIMIT = 63, 127
SMALLEST = 1e-12


def build_graph(
    weights: Weights, *, quantised: bool = True, progress: Callable[[str, float], None] | None = None
) -> bytes:
    """The encoder's graph as a serialised ONNX model."""
    from onnx import TensorProto, helper

    graph = _Graph(weights, quantised)
    layers = weights.config.layers
    states = graph.embedding("embeddings")
    for index in range(layers):
        if progress:
            progress("building the encoder", index / layers)
        states = graph.layer(states, index)
    graph.nodes[-1].output[0] = "states"
    hidden = weights.config.hidden
    model = helper.make_model(
        helper.make_graph(
            graph.nodes,
            "encoder",
            [helper.make_tensor_value_info("embeddings", TensorProto.FLOAT, ["batch", "tokens", hidden])],
            [
                helper.make_tensor_value_info("states", TensorProto.FLOAT, ["batch", "tokens", hidden]),
            ],
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
    """The nodes and constants of a graph that is being built. Values are known by their names."""

    def __init__(self, weights: Weights, quantised: bool) -> None:
        self.nodes: list[NodeProto] = []
        self.constants: list[TensorProto] = []
        self._weights = weights
        self._quantised = quantised

    def embedding(self, value: str) -> str:
        return self._normalise("LayerNormalization", [value], "emb.ln", axis=-1)

    def layer(self, states: str, index: int) -> str:
        """One transformer layer (Vaswani et al. 2017, post-norm as in BERT)."""
        config = self._weights.config
        name = f"l{index}"
        projected = self._linear(states, [f"{name}.q", f"{name}.k", f"{name}.v"], config.hidden)
        parts = self._node("Split", [projected], 3, axis=-1, num_outputs=3)
        # Fused; divides by the root of the head size itself.
        context = self._node("MultiHeadAttention", parts, domain=CONTRIB, num_heads=config.heads)[0]
        attended = self._linear(context, [f"{name}.ao"], config.hidden)
        states = self._add_normalise(states, attended, f"{name}.aln")
        inner = self._linear(states, [f"{name}.fi"], config.hidden)
        inner = self._node("Gelu", [inner], domain=CONTRIB)[0]
        outer = self._linear(inner, [f"{name}.fo"], config.feed_forward)
        return self._add_normalise(states, outer, f"{name}.oln")

    def constant(self, values: NDArray[Any]) -> str:
        from onnx import numpy_helper

        name = f"c{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def _node(
        self, kind: str, inputs: list[str], outputs: int = 1, domain: str = "", **attributes: Any
    ) -> list[str]:
        from onnx import helper

        names = [f"v{len(self.nodes)}_{i}" for i in range(outputs)]
        node = helper.make_node(kind, inputs, names, f"{kind}_{len(self.nodes)}", domain=domain, **attributes)
        self.nodes.append(node)
        return names

    def _scalar(self, value: float, kind: type = np.float32) -> str:
        return self.constant(np.array(value, kind))

    def _add_normalise(self, left: str, right: str, name: str) -> str:
        return self._normalise("SkipLayerNormalization", [left, right], name, domain=CONTRIB)

    def _normalise(self, kind: str, values: list[str], name: str, **attributes: Any) -> str:
        scale_and_bias = [self.constant(self._weights.vector(f"{name}.{part}")) for part in "wb"]
        epsilon = self._weights.config.epsilon
        return self._node(kind, values + scale_and_bias, epsilon=epsilon, **attributes)[0]

    def _linear(self, value: str, names: list[str], columns: int) -> str:
        """The product with the named matrices side by side, plus their biases."""
        matrix = np.concatenate([self._weights.blocks(f"{name}.w", columns).matrix() for name in names]).T
        bias = self.constant(np.concatenate([self._weights.vector(f"{name}.b") for name in names]))
        product = self._int8_product(value, matrix) if self._quantised else self._product(value, matrix)
        return self._node("Add", [product, bias])[0]

    def _product(self, value: str, matrix: NDArray[np.float32]) -> str:
        return self._node("MatMul", [value, self.constant(matrix)])[0]

    def _int8_product(self, value: str, matrix: NDArray[np.float32]) -> str:
        channel = np.maximum(np.abs(matrix).max(axis=0) / WEIGHT_LIMIT, SMALLEST).astype(np.float32)
        integers = self.constant(np.rint(matrix / channel).astype(np.int8))
        largest = self._largest(value)
        product = self._node(
            "MatMulInteger", [self._bytes(value, largest), integers, self._scalar(128, np.uint8)]
        )[0]
        scaled = self._node("Mul", [self._cast(product, "FLOAT"), largest])[0]
        return self._node("Mul", [scaled, self.constant(channel / np.float32(ACTIVATION_LIMIT))])[0]

    def _largest(self, value: str) -> str:
        """Each token's largest magnitude, shape (batch, tokens, 1)."""
        size = self._node("Abs", [value])[0]
        largest = self._node("ReduceMax", [size, self.constant(np.array([-1], np.int64))], keepdims=1)[0]
        return self._node("Max", [largest, self._scalar(SMALLEST)])[0]

    def _bytes(self, value: str, largest: str) -> str:
        """Each token scaled to -127…127 and shifted by 128 into unsigned bytes."""
        factor = self._node("Div", [self._scalar(ACTIVATION_LIMIT), largest])[0]
        rounded = self._node("Round", self._node("Mul", [value, factor]))[0]
        return self._cast(self._node("Add", [rounded, self._scalar(128)])[0], "UINT8")

    def _cast(self, value: str, kind: str) -> str:
        from onnx import TensorProto

        return self._node("Cast", [value], to=getattr(TensorProto, kind))[0]
