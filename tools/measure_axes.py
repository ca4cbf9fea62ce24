"""Measure the directions along which token states are kept (src/rashomon/library/data/axes.npy).

    python tools/measure_axes.py ../shared/tagger examples tests --out src/rashomon/library/data/axes.npy

Texts are read from folders as by measure_scales.py. Of each file's token states the mean is taken off, as
comparing does for each language of a story; the directions are the principal components of what is left,
turned by a drawn rotation, so that each number matters alike.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

import numpy as np
from measure_scales import texts_of

from rashomon.encoder import Encoder

DIRECTIONS, SEED, OF_A_FILE, LONGEST = 256, 1, 40, 1_000
FEWEST = 12  # texts that a file must have, for a mean


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    encoder, chance = Encoder.open(), random.Random(SEED)
    total = np.zeros((encoder.dimension, encoder.dimension))
    for path in sorted(path for folder in given.folders for path in folder.rglob("*")):
        found = sorted(set(texts_of(path))) if path.is_file() and "test" not in path.stem else []
        if len(found) < FEWEST:
            continue
        texts = [text[:LONGEST] for text in chance.sample(found, min(OF_A_FILE, len(found)))]
        states = np.concatenate([encoding.states for encoding in encoder.encode(texts)]).astype(np.float64)
        states -= states.mean(axis=0)
        states /= np.maximum(np.linalg.norm(states, axis=1, keepdims=True), 1e-6)
        total += states.T @ states
    varied, directions = np.linalg.eigh(total)
    directions = directions[:, ::-1][:, :DIRECTIONS]
    turned, _ = np.linalg.qr(np.random.default_rng(SEED).standard_normal((DIRECTIONS, DIRECTIONS)))
    np.save(given.out, (directions @ turned).astype(np.float16))
    print(f"{given.out}: {varied[::-1][:DIRECTIONS].sum() / varied.sum():.3f} of the variance")


if __name__ == "__main__":
    main()
