"""Measure the scales by which the encoder's products are quantised (src/rashomon/encoder/data/scales.npz).

    python tools/measure_scales.py ../shared/tagger examples tests --out src/rashomon/encoder/data/scales.npz

Texts are read from folders (IOB2, JSON Lines with a "text", plain text), run in float32, and for each product
the factors, the step and the zero are taken that give the least error of what the int8 product gives. The
tagger's layers are measured too: run it again after the tagger was trained. What the file has already for the
same weights is kept.
"""

from __future__ import annotations

import argparse
import json
import random
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from rashomon.encoder import Encoder
from rashomon.encoder.graph import build_graph, build_tagger_graph
from rashomon.encoder.session import open_session
from rashomon.encoder.tagger import LABELS, shipped_weights
from rashomon.encoder.weights import Weights, find_weights
from rashomon.evaluation.names import read_iob2

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy import float32
    from numpy.typing import NDArray

    from rashomon.encoder.graph import LayerWeights

SEED = 11
OF_A_FILE = 60  # sentences
KEPT_ROWS = 1200  # of a product's input, to measure errors on
ALPHAS = (0.0, 0.5, 0.65, 0.8, 0.9)
"""How much of a channel's size is given to the weights (Xiao et al. 2023, equation 4); 0 is no factors."""
CLIPS = (1.0, 0.85, 0.7)
"""What share of the largest value the range reaches to."""
LONGEST = 2_000  # code points


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    texts = sample(given.folders)
    print(f"{len(texts)} texts", flush=True)
    weights = Weights(find_weights())
    tagger = shipped_weights(weights.config)
    encoder = Encoder.open()
    lower = Watched(build_graph(weights, quantised=False, watched=True))
    upper = Watched(build_tagger_graph(tagger, tagger.first, LABELS, quantised=False, watched=True))
    for ids in batches(encoder, texts):
        shared = lower.run({"embeddings": encoder._embed(ids)}, "shared")
        upper.run({"shared": shared})
    arrays = {}
    if given.out.exists():
        with np.load(given.out) as kept:
            arrays = {n: kept[n] for n in kept.files if n.startswith((weights.identity, tagger.identity))}
    if not any(name.startswith(weights.identity) for name in arrays):
        arrays |= dict(scales_of(weights.identity, lower, weights))
    if not any(name.startswith(tagger.identity) for name in arrays):
        arrays |= dict(scales_of(tagger.identity, upper, tagger))
    np.savez_compressed(given.out, **{name: arrays[name] for name in sorted(arrays)})
    print(f"{given.out}: {given.out.stat().st_size / 1e3:.0f} kB")


def sample(folders: Iterable[Path]) -> list[str]:
    """Sentences of every file but test sets, the same ones each time; some in other letter cases."""
    chance = random.Random(SEED)
    texts: list[str] = []
    for path in sorted(p for folder in folders for p in folder.rglob("*")):
        if "test" in path.stem:
            continue
        found = sorted(set(texts_of(path)))
        texts += chance.sample(found, min(OF_A_FILE, len(found)))
    cased = [t.upper() for t in chance.sample(texts, len(texts) // 20)]
    small = [t.lower() for t in chance.sample(texts, len(texts) // 20)]
    long = [" ".join(chance.sample(texts, 12)) for _ in range(8)]
    short = [t[: chance.randint(1, 12)] for t in chance.sample(texts, len(texts) // 20)]
    return list(dict.fromkeys([*texts, *cased, *small, *long, *short]))


def texts_of(path: Path) -> Iterator[str]:
    if path.suffix == ".iob2":
        yield from (sentence.text for sentence in read_iob2(path))
    elif path.suffix == ".jsonl":
        for line in path.read_text("utf-8").splitlines():
            yield json.loads(line).get("text") or ""
    elif path.suffix == ".txt":
        yield from (line for line in path.read_text("utf-8").splitlines() if line.strip())


class Watched:
    """A float32 graph that tells what goes into its products: ranges of channels, and some rows."""

    def __init__(self, graph: bytes) -> None:
        self._session = open_session(graph)
        names = [output.name for output in self._session.get_outputs()]
        self.products = [name for name in names if "." in name]
        self.largest: dict[str, NDArray[float32]] = {}
        self.smallest: dict[str, NDArray[float32]] = {}
        self.rows: dict[str, list[NDArray[float32]]] = {name: [] for name in self.products}
        self._chance = np.random.default_rng(SEED)

    def run(self, inputs: dict[str, NDArray[float32]], wanted: str = "labels") -> NDArray[float32]:
        out, *entered = self._session.run([wanted, *self.products], inputs)
        for name, rows in zip(self.products, entered, strict=True):
            high, low = rows.max(axis=0), rows.min(axis=0)
            self.largest[name] = np.maximum(self.largest.get(name, high), high)
            self.smallest[name] = np.minimum(self.smallest.get(name, low), low)
            self.rows[name].append(rows[self._chance.random(len(rows)) < 0.03])
        return out


def batches(encoder: Encoder, texts: list[str]) -> Iterator[list[NDArray[np.int32]]]:
    """Windows of the same length together."""
    by_length: dict[int, list[NDArray[np.int32]]] = {}
    for text in texts:
        for window in encoder._windows(encoder._tokenizer.tokenize(text[:LONGEST]).ids):
            by_length.setdefault(len(window), []).append(window)
    for same in by_length.values():
        for start in range(0, len(same), 8):
            yield same[start : start + 8]


def scales_of(
    identity: str, watched: Watched, weights: LayerWeights
) -> Iterator[tuple[str, NDArray[float32]]]:
    """The arrays that the file holds for each product."""
    for product in watched.products:
        rows = np.concatenate(watched.rows[product])
        order = np.random.default_rng(SEED).permutation(len(rows))[:KEPT_ROWS]
        matrix = matrix_of(weights, product, rows.shape[1])
        factors, step, zero, error = best_scale(
            rows[order], matrix, watched.smallest[product], watched.largest[product]
        )
        print(f"{product}: factors {factors is not None}, step {step:.4f}, zero {zero}, error {error:.4f}")
        yield f"{identity}/{product}.scale", np.array([step, zero], np.float32)
        if factors is not None:
            yield f"{identity}/{product}.factors", factors.astype(np.float16)


def matrix_of(weights: LayerWeights, product: str, columns: int) -> NDArray[float32]:
    layer, _, part = product.partition(".")
    names = [f"{layer}.{p}" for p in "qkv"] if part == "qkv" else [product]
    return np.concatenate([weights.matrix(f"{name}.w", columns) for name in names]).T


def best_scale(
    rows: NDArray[float32], matrix: NDArray[float32], low: NDArray[float32], high: NDArray[float32]
) -> tuple[NDArray[float32] | None, float, int, float]:
    """Factors, step and zero of the least error, and that error: a share of what the product gives."""
    exact = rows @ matrix
    size = float((exact**2).mean()) ** 0.5
    reach = np.maximum(np.maximum(high, -low), 1e-3)
    strength = np.maximum(np.abs(matrix).max(axis=1), 1e-4)
    best = None
    for alpha in ALPHAS:
        factors = np.ones_like(reach)
        if alpha:
            factors = reach**alpha / strength ** (1 - alpha)
            factors = (factors / np.median(factors)).astype(np.float16).astype(np.float32)
        weighted = matrix * factors[:, None]
        channel = np.maximum(np.abs(weighted).max(axis=0) / 127, 1e-12)
        weighted = np.rint(weighted / channel) * channel
        top, bottom = float((high / factors).max()), float((low / factors).min())
        for clip in CLIPS:
            one_sided = -bottom < top / 4
            step = (top * clip - bottom) / 255 if one_sided else max(top, -bottom) * clip / 127
            zero = round(-bottom / step) if one_sided else 128
            taken = np.clip(np.rint(rows / factors / step) + zero, 0, 255) - zero
            error = float((((taken * step) @ weighted - exact) ** 2).mean()) ** 0.5 / size
            # Factors cost time: they must pay.
            if best is None or error < best[3] * (0.9 if best[0] is None and alpha else 1.0):
                best = (factors if alpha else None, step, zero, error)
    assert best is not None
    return best


if __name__ == "__main__":
    main()
