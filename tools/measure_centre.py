"""Measure the mean vector of a sentence in any language (src/rashomon/grouping/data/centre.npy).

    python tools/measure_centre.py \\
        de=../shared/tagger/GermEval2014-German/train.iob2 … es=tests/names/es.iob2 \\
        --out src/rashomon/grouping/data/centre.npy

Each file holds sentences of one language in IOB2. Of each language the same number of sentences is drawn, and
the mean of the languages' means is written, so that no language counts more than another.
"""

from __future__ import annotations

import argparse
import random
from collections import defaultdict
from pathlib import Path

import numpy as np

from rashomon.encoder import Encoder
from rashomon.evaluation.names import read_iob2

SEED = 0
OF_A_LANGUAGE = 150  # sentences
CODE_POINTS = range(40, 300)


def main() -> None:
    """Read the files named, encode what is drawn, write the mean."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("files", nargs="+", metavar="LANGUAGE=FILE")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    texts: defaultdict[str, list[str]] = defaultdict(list)
    for given in options.files:
        language, _, name = given.partition("=")
        texts[language] += [s.text for s in read_iob2(Path(name)) if len(s.text) in CODE_POINTS]
    encoder = Encoder.open()
    means = []
    for language in sorted(texts):
        drawn = random.Random(SEED).sample(texts[language], min(OF_A_LANGUAGE, len(texts[language])))
        means.append(np.mean([one.vector for one in encoder.encode(drawn)], axis=0))
        print(f"{language}: {len(drawn)} sentences")
    np.save(options.out, np.mean(means, axis=0).astype(np.float16))


if __name__ == "__main__":
    main()
