"""The encoder as an ONNX graph, layer by layer, in float32 or with int8 products.

Input ``embeddings`` (float32, shape (batch, tokens, hidden)): word, position and type embeddings added up.
The word table stays outside, where rows are read from the weights file as they are needed; in the graph it
would take 384 MB. All texts of a batch have the same number of tokens, so nothing is padded or masked.
Outputs ``states`` (float32, same shape), the last hidden states, and ``shared`` (likewise), the states after
the layers that the tagger shares. A second graph, of the tagger's own upper layers and its head, goes on from
there: input ``shared``, output ``labels`` (float32, shape (batch, tokens, labels)).

How the products are quantised: weights per output channel to 7 bits, activations per token to 8 bits. One
scale per token rather than one per batch makes a text's result independent of its neighbours, and comes
closer to float32. With 8-bit weights, CPUs without VNNI would saturate in their 16-bit sums of two products
of bytes; 2 * 255 * 63 fits, so that every CPU gives the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy import float32
    from numpy.typing import NDArray
    from onnx import NodeProto, TensorProto

    from rashomon.encoder.weights import Config


class LayerWeights(Protocol):
    """Where a graph's weights come from: the encoder's file, or the tagger's."""

    @property
    def config(self) -> Config:
        """The sizes of the model."""

    def vector(self, name: str) -> NDArray[float32]:
        """A flat tensor."""

    def matrix(self, name: str, columns: int) -> NDArray[float32]:
        """A matrix of rows of ``columns`` weights."""


GRAPH_VERSION = 4
"""To be raised when the graph changes, so that cached graphs are built anew."""

SHARED_LAYERS = 6
"""How many layers serve both heads."""

OPSET, IR_VERSION = 18, 9
CONTRIB = "com.microsoft"
WEIGHT_LIMIT, ACTIVATION_LIMIT, MIDDLE = 63, 127, 128
SMALLEST = 1e-12


def build_graph(
    weights: LayerWeights, *, quantised: bool = True, progress: Callable[[str, float], None] | None = None
) -> bytes:
    """The encoder's graph as a serialised ONNX model, 22 MB with int8 products and 85 MB without."""
    graph = _Graph(weights, quantised)
    layers = weights.config.layers
    states = graph.embedding("embeddings")
    for index in range(layers):
        if progress:
            progress("building the encoder", index / layers)
        states = graph.layer(states, index)
        if index + 1 == min(SHARED_LAYERS, layers):
            graph.as_texts(states, "shared")
    graph.as_texts(states, "states")
    hidden = weights.config.hidden
    model = graph.model({"embeddings": hidden}, {"states": hidden, "shared": hidden})
    if progress:
        progress("building the encoder", 1.0)
    return model


def build_tagger_graph(weights: LayerWeights, first: int, labels: int, *, quantised: bool = True) -> bytes:
    """The graph of the tagger's layers from ``first`` on and its head, 11 MB with int8 products."""
    graph = _Graph(weights, quantised)
    states = graph.entry("shared")
    for index in range(first, weights.config.layers):
        states = graph.layer(states, index)
    graph.as_labels(states, "head", labels, "labels")
    return graph.model({"shared": weights.config.hidden}, {"labels": labels})


class _Graph:
    """The nodes and constants of a graph that is being built; values are known by their names.

    Between the layers, ``states`` has one row per token of the whole batch: (batch * tokens, hidden).
    """

    def __init__(self, weights: LayerWeights, quantised: bool) -> None:
        self.nodes: list[NodeProto] = []
        self.constants: list[TensorProto] = []
        self._weights = weights
        self._quantised = quantised
        self._last_axis = self._constant(np.array([-1], np.int64))
        self._rows = self._constant(np.array([-1, weights.config.hidden], np.int64))
        self._middle = self._constant(np.array(MIDDLE, np.uint8))
        self._texts = ""
        self._zeros = ""

    def entry(self, value: str) -> str:
        """The rows of an input."""
        self._texts = self._node("Shape", value)
        return self._as_rows(value)

    def embedding(self, value: str) -> str:
        """The states that enter the first layer."""
        return self._normalise(self.entry(value), "emb.ln")

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

    def as_texts(self, value: str, name: str = "") -> str:
        """The rows as (batch, tokens, hidden) again, under ``name`` where one is given."""
        return self._named(self._node("Reshape", value, self._texts), name)

    def as_labels(self, states: str, head: str, labels: int, name: str) -> str:
        """A score for each label, in float32: the product is small, and the end of the way."""
        matrix = self._weights.matrix(f"{head}.weight", self._weights.config.hidden).T
        bias = self._weights.vector(f"{head}.bias")
        scores = self._node("MatMul", states, self._constant(matrix))
        scores = self._node("Add", scores, self._constant(bias))
        shape = self._node(
            "Concat",
            self._node("Slice", self._texts, *(self._constant(np.array([i], np.int64)) for i in (0, 2))),
            self._constant(np.array([labels], np.int64)),
            axis=0,
        )
        return self._named(self._node("Reshape", scores, shape), name)

    def model(self, inputs: dict[str, int], outputs: dict[str, int]) -> bytes:
        """The whole, serialised; inputs and outputs are (batch, tokens, the number given)."""
        from onnx import TensorProto, helper

        def values(sizes: dict[str, int]) -> list[Any]:
            return [
                helper.make_tensor_value_info(name, TensorProto.FLOAT, ["batch", "tokens", size])
                for name, size in sizes.items()
            ]

        model = helper.make_model(
            helper.make_graph(self.nodes, "encoder", values(inputs), values(outputs), self.constants),
            opset_imports=[helper.make_opsetid("", OPSET), helper.make_opsetid(CONTRIB, 1)],
            ir_version=IR_VERSION,
            producer_name="rashomon",
        )
        return bytes(model.SerializeToString())

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
        matrix = np.concatenate([self._weights.matrix(f"{name}.w", columns) for name in names]).T
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

    def _named(self, value: str, name: str) -> str:
        """The last node's output, renamed."""
        if not name:
            return value
        self.nodes[-1].output[0] = name
        return name

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
