"""The mean vector of a sentence in any language, which grouping takes off every vector: ``centre.npy``.

    python tools/mean_sentence.py tests/events/articles.jsonl tests/events/second.jsonl --out centre.npy

The mean of the statements of each language is taken first, so that languages count alike. The vector in the
package was made so, of other texts; its cosine with what is made now is printed. For another encoder a vector
of its own is needed, and the figures of ``Weights`` anew.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from rashomon.encoder import Encoder
from rashomon.evaluation.gold import load_articles
from rashomon.grouping.vectors import centre
from rashomon.reading import read_all

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy import float32
    from numpy.typing import NDArray

    from rashomon.model import Account


def mean_sentence(accounts: Iterable[Account]) -> NDArray[float32]:
    """The mean, over languages, of the mean vector of their statements (float32, shape (dimension,))."""
    vectors: defaultdict[str, list[NDArray[float32]]] = defaultdict(list)
    for account in accounts:
        vectors[account.article.language.split("-")[0]] += [one.vector for one in account.encodings]
    means = [np.mean(np.stack(some), axis=0, dtype=np.float64) for _, some in sorted(vectors.items()) if some]
    return np.mean(means, axis=0).astype(np.float32)


def main() -> None:
    """Read articles in JSON Lines and write their mean vector."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--encoder")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    encoder = Encoder.open(options.encoder) if options.encoder else Encoder.open()
    made = mean_sentence(read_all([one for path in options.files for one in load_articles(path)], encoder))
    np.save(options.out, made.astype(np.float16))
    ours = centre(len(made))
    length = float(np.linalg.norm(made))
    cosine = float(made @ ours) / max(length * float(np.linalg.norm(ours)), 1e-9)
    print(f"length {length:.3f}, cosine with the packaged one {cosine:.3f}")


if __name__ == "__main__":
    main()
