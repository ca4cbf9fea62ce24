"""The encoder as an ONNX graph, layer by layer, in float32 or with int8 products.

Input ``embeddings`` (float32, shape (batch, tokens, hidden)): word, position and type embeddings added up.
The word table stays outside, where rows are read from the weights file as they are needed; in the graph it
would take 384 MB. All texts of a batch have the same number of tokens, so nothing is padded or masked.
Outputs ``states`` (float32, same shape), the last hidden states, and ``shared`` (likewise), the states after
the layers that the tagger shares. A second graph, of the tagger's own upper layers and its head, goes on from
there: input ``shared``, output ``labels`` (float32, shape (batch, tokens, labels)).

How the products are quantised: weights per output channel to 8 bits; what is multiplied with them to 8 bits
by scales that were measured beforehand (``scales.py``), or, for a model that was not measured, by a scale per
token that is worked out as it runs. Neither depends on a text's neighbours. Sums are exact, in 32 bits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from rashomon.encoder.scales import NONE

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy import float32
    from numpy.typing import NDArray
    from onnx import NodeProto, TensorProto

    from rashomon.encoder.scales import Scale, Scales
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


GRAPH_VERSION = 5
"""To be raised when the graph changes, so that cached graphs are built anew."""

SHARED_LAYERS = 6
"""How many layers serve both heads."""

OPSET, IR_VERSION = 18, 9
CONTRIB = "com.microsoft"
LIMIT, MIDDLE = 127, 128
SMALLEST = 1e-12


def build_graph(
    weights: LayerWeights,
    *,
    scales: Scales = NONE,
    quantised: bool = True,
    signed: bool = True,
    watched: bool = False,
    progress: Callable[[str, float], None] | None = None,
) -> bytes:
    """The encoder's graph as a serialised ONNX model, 22 MB with int8 products and 85 MB without.

    Args:
        weights: the encoder's.
        scales: of the products' inputs.
        quantised: int8 products rather than float32.
        signed: weights as signed bytes, which processors with VNNI multiply fastest; without it, unsigned:
            the same sums, also where a processor cuts off sums of two signed products.
        watched: what goes into each product is put out too, under the product's name.
        progress: called with what is done and how much of it, 0 to 1.
    """
    graph = _Graph(weights, scales, quantised, signed)
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
    model = graph.model({"embeddings": hidden}, {"states": hidden, "shared": hidden}, watched)
    if progress:
        progress("building the encoder", 1.0)
    return model


def build_tagger_graph(
    weights: LayerWeights,
    first: int,
    labels: int,
    *,
    scales: Scales = NONE,
    quantised: bool = True,
    signed: bool = True,
    watched: bool = False,
) -> bytes:
    """The graph of the tagger's layers from ``first`` on and its head, 11 MB with int8 products; further
    arguments as for ``build_graph``.
    """
    graph = _Graph(weights, scales, quantised, signed)
    states = graph.entry("shared")
    for index in range(first, weights.config.layers):
        states = graph.layer(states, index)
    graph.as_labels(states, "head", labels, "labels")
    return graph.model({"shared": weights.config.hidden}, {"labels": labels}, watched)


class _Graph:
    """The nodes and constants of a graph that is being built; values are known by their names.

    Between the layers, ``states`` has one row per token of the whole batch: (batch * tokens, hidden).
    """

    def __init__(self, weights: LayerWeights, scales: Scales, quantised: bool, signed: bool) -> None:
        self.nodes: list[NodeProto] = []
        self.constants: list[TensorProto] = []
        self._weights = weights
        self._scales = scales.by_product
        self._quantised = quantised
        self._signed = signed
        self._last_axis = self._constant(np.array([-1], np.int64))
        self._rows = self._constant(np.array([-1, weights.config.hidden], np.int64))
        self._inputs: dict[str, tuple[str, int]] = {}
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
        # One product for each of the three is quicker than one for all and a Split.
        queries_keys_values = self._products(states, f"{name}.qkv", [f"{name}.{part}" for part in "qkv"])
        parts = [self.as_texts(part) for part in queries_keys_values]
        # Fused; it divides by the root of the head's size itself.
        context = self._node("MultiHeadAttention", *parts, domain=CONTRIB, num_heads=config.heads)
        attended = self._product(self._as_rows(context), f"{name}.ao")
        # ONNX Runtime's fused SkipLayerNormalization takes three times as long as these two nodes.
        states = self._normalise(self._node("Add", states, attended), f"{name}.aln")
        inner = self._node("Gelu", self._product(states, f"{name}.fi"), domain=CONTRIB)
        outer = self._product(inner, f"{name}.fo", config.feed_forward)
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

    def model(self, inputs: dict[str, int], outputs: dict[str, int], watched: bool = False) -> bytes:
        """The whole, serialised; inputs and outputs are (batch, tokens, the number given)."""
        from onnx import TensorProto, helper

        def values(sizes: dict[str, int], *shape: str) -> list[Any]:
            return [
                helper.make_tensor_value_info(name, TensorProto.FLOAT, [*shape, size])
                for name, size in sizes.items()
            ]

        ends = values(outputs, "batch", "tokens")
        if watched:
            for product, (value, columns) in self._inputs.items():
                self._named(self._node("Identity", value), product)
                ends += values({product: columns}, "rows")
        model = helper.make_model(
            helper.make_graph(self.nodes, "encoder", values(inputs, "batch", "tokens"), ends, self.constants),
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

    def _product(self, value: str, name: str, columns: int = 0) -> str:
        return self._products(value, name, [name], columns)[0]

    def _products(self, value: str, name: str, matrices: list[str], columns: int = 0) -> list[str]:
        """The products of one value with the matrices of these names, their biases added."""
        columns = columns or self._weights.config.hidden
        self._inputs[name] = value, columns
        weights = [self._weights.matrix(f"{matrix}.w", columns).T for matrix in matrices]
        biases = [self._weights.vector(f"{matrix}.b") for matrix in matrices]
        if not self._quantised:
            return [
                self._node("Add", self._node("MatMul", value, self._constant(w)), self._constant(b))
                for w, b in zip(weights, biases, strict=True)
            ]
        scale = self._scales.get(name)
        if scale is None:
            return self._by_token(value, weights, biases)
        attended = self._scales.get(f"{name.removesuffix('.qkv')}.ao")
        if name.endswith(".qkv") and attended is not None and attended.factors is not None:
            # The context is a mean of values: what divides it can divide the values' weights beforehand.
            weights[-1], biases[-1] = weights[-1] / attended.factors, biases[-1] / attended.factors
        return self._by_scale(value, scale, weights, biases, divided=name.endswith(".ao"))

    def _by_scale(
        self,
        value: str,
        scale: Scale,
        weights: list[NDArray[float32]],
        biases: list[NDArray[float32]],
        divided: bool,
    ) -> list[str]:
        if scale.factors is not None:
            if not divided:
                value = self._node("Mul", value, self._constant(1 / scale.factors))
            weights = [matrix * scale.factors[:, None] for matrix in weights]
        step, zero = self._scalar(scale.step), self._constant(np.array(scale.zero, np.uint8))
        quantised = self._node("QuantizeLinear", value, step, zero)
        return [
            self._int8_product(quantised, step, zero, matrix, self._constant(bias))
            for matrix, bias in zip(weights, biases, strict=True)
        ]

    def _by_token(
        self, value: str, weights: list[NDArray[float32]], biases: list[NDArray[float32]]
    ) -> list[str]:
        steps = self._token_steps(value)
        if not self._zeros:
            self._zeros = self._filled_like(steps, MIDDLE)
        quantised = self._node("QuantizeLinear", value, steps, self._zeros, axis=0)
        one, middle = self._scalar(1.0), self._constant(np.array(MIDDLE, np.uint8))
        products = []
        for matrix, bias in zip(weights, biases, strict=True):
            product = self._int8_product(quantised, one, middle, matrix)
            # That operator takes one step for all rows, so each row's own comes after it.
            product = self._node("Mul", product, self._node("Unsqueeze", steps, self._last_axis))
            products.append(self._node("Add", product, self._constant(bias)))
        return products

    def _int8_product(
        self, value: str, step: str, zero: str, matrix: NDArray[float32], bias: str = ""
    ) -> str:
        channel = np.maximum(np.abs(matrix).max(axis=0) / LIMIT, SMALLEST).astype(np.float32)
        integers = np.rint(matrix / channel)
        middle = "" if self._signed else self._constant(np.array(MIDDLE, np.uint8))
        weights = integers.astype(np.int8) if self._signed else (integers + MIDDLE).astype(np.uint8)
        inputs = [value, self._constant(weights), step, self._constant(channel), zero, middle, bias]
        return self._node("MatMulIntegerToFloat", *inputs, domain=CONTRIB)

    def _token_steps(self, value: str) -> str:
        """What one step of a byte stands for in each row, shape (rows,)."""
        largest = self._node("ReduceMax", self._node("Abs", value), self._last_axis, keepdims=0)
        return self._node("Max", self._node("Mul", largest, self._scalar(1 / LIMIT)), self._scalar(SMALLEST))

    def _filled_like(self, value: str, byte: int) -> str:
        from onnx import numpy_helper

        filling = numpy_helper.from_array(np.array([byte], np.uint8))
        return self._node("ConstantOfShape", self._node("Shape", value), value=filling)

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
