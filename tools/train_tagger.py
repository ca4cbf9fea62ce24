"""Train the name tagger: the encoder's upper layers, fine-tuned on sentences marked by hand.

Run the steps in order (torch is needed for the second):

    python tools/train_tagger.py states ../shared/tagger WORK     lower states of all sentences, once
    python tools/train_tagger.py train WORK                       seeded; goes on where it was stopped
    python tools/train_tagger.py mean WORK RUN RUN                the mean of two runs, where it is better
    python tools/train_tagger.py export WORK tagger.npz           weights for the package
    python tools/train_tagger.py fit ../shared/tagger tagger.npz  how scores become names, on kept sentences
"""

from __future__ import annotations

import argparse
import math
import time
from pathlib import Path

import numpy as np

from rashomon.encoder.weights import Weights, find_weights

SEED = 20
PARTS = ("q", "k", "v", "ao", "fi", "fo")


def main() -> None:
    """Read the command line and run one step."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    steps = parser.add_subparsers(dest="step", required=True)
    states = steps.add_parser("states")
    states.add_argument("data", type=Path)
    states.add_argument("work", type=Path)
    states.add_argument("--layers", type=int, nargs="+", default=[8])
    states.add_argument("--limit", type=int, help="sentences of each set, for a trial")
    train_ = steps.add_parser("train")
    train_.add_argument("work", type=Path)
    train_.add_argument("--first", type=int, default=8, help="layers below are shared")
    train_.add_argument("--epochs", type=float, default=3)
    train_.add_argument("--tokens", type=int, default=2048, help="pieces in a batch")
    train_.add_argument("--rate", type=float, default=1.5e-4)
    train_.add_argument("--native", type=float, default=1.0, help="how much more often UNER's sets are taken")
    train_.add_argument("--made", type=float, default=1.0, help="the same for what is made here")
    train_.add_argument("--name", default="run")
    train_.add_argument(
        "--start", help="a run whose averaged weights to start from; it may share more layers"
    )
    export_ = steps.add_parser("export")
    export_.add_argument("work", type=Path)
    export_.add_argument("out", type=Path)
    export_.add_argument("--name", default="run")
    mean_ = steps.add_parser("mean")
    mean_.add_argument("work", type=Path)
    mean_.add_argument("runs", nargs=2)
    mean_.add_argument("--name", default="mean")
    fit_ = steps.add_parser("fit")
    fit_.add_argument("data", type=Path)
    fit_.add_argument("file", type=Path)
    given = parser.parse_args()
    if given.step == "states":
        from tagger_data import load_examples, write_states

        write_states(load_examples(given.data, SEED, given.limit), given.layers, given.work)
    elif given.step == "train":
        train(
            given.work,
            given.first,
            given.epochs,
            given.tokens,
            given.rate,
            given.name,
            given.start,
            given.native,
            given.made,
        )
    elif given.step == "mean":
        mean(given.work, given.runs, given.name)
    elif given.step == "fit":
        fit(given.data, given.file)
    else:
        export(given.work, given.out, given.name)


def train(
    work: Path,
    first: int,
    epochs: float,
    tokens: int,
    rate: float,
    name: str,
    start: str | None,
    native: float,
    made: float,
) -> None:
    """Fine-tune the layers from ``first`` on, and the head; a checkpoint every 50 steps."""
    import torch
    from tagger_data import GUIDELINES, LABELS, MADE, SETS
    from tagger_model import UpperLayers

    torch.set_num_threads(2)
    torch.manual_seed(SEED)
    index = np.load(work / "index.npz")
    starts, lengths, labels = index["starts"], index["lengths"], index["labels"].astype(np.int64)
    lower = np.load(work / f"l{first}.npy", mmap_mode="r")
    share = np.array(list(SETS.values()))[index["source"]]
    guideline = np.array([GUIDELINES.index(n.partition("_")[0].partition("-")[0]) for n in SETS])
    guideline = guideline[index["source"]]
    made_here = np.isin(index["source"], [i for i, name in enumerate(SETS) if name in MADE])
    share = np.where(made_here, made, np.where(guideline == 0, native, 1.0)) * share
    weights = Weights(find_weights())
    model = UpperLayers(weights, first, len(LABELS), len(GUIDELINES))
    turn = 0
    if start:
        begun = torch.load(work / f"{start}.pt", weights_only=False)
        model.load_state_dict(begun["mean"], strict=False)
        turn = begun.get("turn", 0) + 1
    head = [p for n, p in model.named_parameters() if n.startswith("head")]
    body = [p for n, p in model.named_parameters() if not n.startswith("head")]
    optimiser = torch.optim.AdamW(
        [{"params": body, "lr": rate}, {"params": head, "lr": (3 if start else 10) * rate}],
        weight_decay=0.01,
        fused=True,
    )
    seed = SEED + turn
    plan = _plan(np.flatnonzero(~index["held_out"]), share, lengths, tokens, epochs, seed)
    peaks = [group["lr"] for group in optimiser.param_groups]
    mean = {n: p.detach().clone() for n, p in model.named_parameters()}
    checkpoint = work / f"{name}.pt"
    done = 0
    if checkpoint.exists():
        kept = torch.load(checkpoint, weights_only=False)
        model.load_state_dict(kept["model"])
        optimiser.load_state_dict(kept["optimiser"])
        mean, done = kept["mean"], kept["done"]
    print(f"{len(plan)} steps, {sum(int(lengths[b].sum()) for b in plan)} pieces", flush=True)
    held = _batches(np.flatnonzero(index["held_out"]), lengths, tokens)

    def batch_of(batch):
        longest = int(lengths[batch].max())
        states = np.zeros((len(batch), longest, lower.shape[1]), np.float32)
        marked = np.full((len(batch), longest), -100, np.int64)
        for row, i in enumerate(batch):
            span = slice(starts[i], starts[i] + lengths[i])
            states[row, : lengths[i]] = lower[span]
            marked[row, : lengths[i]] = labels[span]
        size = torch.from_numpy(lengths[batch].astype(np.int64))
        return torch.from_numpy(states), size, torch.from_numpy(guideline[batch]), torch.from_numpy(marked)

    began, seen, losses = time.time(), 0, []
    for step in range(done, len(plan)):
        at = step / len(plan)
        factor = min(1.0, (step + 1) / 50) * max(0.02, 0.5 * (1 + math.cos(math.pi * at)))
        for group, peak in zip(optimiser.param_groups, peaks, strict=True):
            group["lr"] = peak * factor
        torch.manual_seed(seed * 1_000_003 + step)
        model.train()
        states, size, marker, marked = batch_of(plan[step])
        with torch.autocast("cpu", torch.bfloat16):
            logits = model(states, size, marker)
        loss = torch.nn.functional.cross_entropy(logits.float().flatten(0, 1), marked.flatten())
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        keep = min(0.998, (step + 1) / (step + 20))
        with torch.no_grad():
            for n, p in model.named_parameters():
                mean[n].lerp_(p, 1 - keep)
        seen += int(size.sum())
        losses.append(loss.item())
        last = step + 1 == len(plan)
        if (step + 1) % 50 == 0 or last:
            speed = seen / (time.time() - began)
            print(f"{step + 1} loss {np.mean(losses[-50:]):.4f} {speed:.0f} pieces/s", flush=True)
        if (step + 1) % 50 == 0 or last:
            kept = {"model": model.state_dict(), "optimiser": optimiser.state_dict(), "mean": mean}
            torch.save(
                {**kept, "done": step + 1, "first": first, "turn": turn}, checkpoint.with_suffix(".part")
            )
            checkpoint.with_suffix(".part").replace(checkpoint)
        if (step + 1) % 400 == 0 or last:
            _report(model, mean, [batch_of(b) for b in held], step + 1)


def _report(model, mean, held, step: int) -> None:
    """The loss and the share of right labels among marked pieces, on what is kept from training."""
    import torch

    model.eval()
    right = total = losses = pieces = 0
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
        for states, size, marker, marked in held:
            logits = torch.func.functional_call(model, mean, (states, size, marker)).float()
            losses += torch.nn.functional.cross_entropy(
                logits.flatten(0, 1), marked.flatten(), reduction="sum"
            ).item()
            pieces += int((marked >= 0).sum())
            guessed = logits.argmax(-1)
            named = (marked > 0) | ((guessed > 0) & (marked == 0))
            right += int((guessed == marked)[named].sum())
            total += int(named.sum())
    print(f"held out at {step}: loss {losses / pieces:.4f}, right {right / total:.4f}", flush=True)


def _plan(which, share, lengths, tokens: int, epochs: float, seed: int) -> list[np.ndarray]:
    """The batches of all epochs: each takes a sentence as often as its set's share says, by chance."""
    chance = np.random.default_rng(seed)
    plan: list[np.ndarray] = []
    for epoch in range(math.ceil(epochs)):
        part = min(1.0, epochs - epoch)
        wanted = share[which] * part
        times = np.floor(wanted).astype(int) + (chance.random(len(which)) < wanted % 1)
        batches = _batches(chance.permutation(np.repeat(which, times)), lengths, tokens)
        plan += [batches[i] for i in chance.permutation(len(batches))]
    return plan


def _batches(which, lengths, tokens: int) -> list[np.ndarray]:
    """Sentences of like length together, up to ``tokens`` pieces."""
    order = which[np.argsort(lengths[which], kind="stable")]
    batches, start = [], 0
    while start < len(order):
        end = start + 1
        while end < len(order) and (end + 1 - start) * lengths[order[end]] <= tokens:
            end += 1
        batches.append(order[start:end])
        start = end
    return batches


def mean(work: Path, runs: list[str], name: str) -> None:
    """Keep the mean of two runs' averaged weights as a run of its own."""
    import torch

    one, other = (torch.load(work / f"{run}.pt", weights_only=False) for run in runs)
    weights = {key: (value.float() + other["mean"][key].float()) / 2 for key, value in one["mean"].items()}
    torch.save({**other, "optimiser": None, "mean": weights}, work / f"{name}.pt")


def export(work: Path, out: Path, name: str) -> None:
    """Write the averaged weights as int8 with a scale per output channel, the rest as float32."""
    import torch

    kept = torch.load(work / f"{name}.pt", weights_only=False)
    arrays: dict[str, np.ndarray] = {"first": np.array(kept["first"])}
    for key, value in kept["mean"].items():
        array = value.float().numpy()
        if key in ("head.weight", "head.bias"):
            # What ships is the head as corrected for UNER's guideline, the first one.
            array = array + kept["mean"][f"{key.replace('head', 'head_of')}"].float().numpy()[0]
        if key.startswith("head_of"):
            continue
        if key.startswith("layers."):
            key = ".".join(key.removeprefix("layers.").rsplit("_", 1))
        if key.endswith(".w") and array.ndim == 2:
            scale = np.maximum(np.abs(array).max(axis=1) / 127, 1e-12).astype(np.float32)
            arrays[f"{key}.scale"] = scale
            arrays[key] = np.rint(array / scale[:, None]).astype(np.int8)
        else:
            arrays[key] = array.astype(np.float32)
    np.savez_compressed(out, **arrays)
    print(f"{out}: {out.stat().st_size / 1e6:.1f} MB")


def fit(data: Path, file: Path) -> None:
    """Fit how scores become names, on UNER's sentences that were kept from training; add it to the file."""
    from tagger_data import SETS, load_examples

    from rashomon.encoder import Encoder
    from rashomon.encoder.graph import build_graph
    from rashomon.encoder.scales import shipped_scales
    from rashomon.encoder.tagger import Decoding, TaggerWeights

    with np.load(file) as kept:
        arrays = {name: kept[name] for name in kept.files if name not in Decoding.__struct_fields__}
    np.savez_compressed(file, **arrays)
    weights = Weights(find_weights())
    tagger = TaggerWeights(file.read_bytes(), weights.config)
    graph = build_graph(weights, scales=shipped_scales(weights.identity))
    encoder = Encoder(weights, graph, name="fit", tagger=tagger)
    native = {i for i, name in enumerate(SETS) if name.startswith("UNER")}
    held = [e.sentence for e in load_examples(data, SEED) if e.held_out and e.source in native]
    found = [(o, np.log(p + 1e-9)) for o, p in encoder.label_probabilities([s.text for s in held])]
    decoding = fitted(held, found)
    values = {name: np.array(getattr(decoding, name)) for name in Decoding.__struct_fields__}
    np.savez_compressed(file, **arrays, **values)


def fitted(held, found):
    """The decoding of best F1 on sentences, given their offsets and log probabilities; a value at a time."""
    from msgspec import structs
    from tagger_data import piece_labels

    from rashomon.encoder.tagger import Decoding, log_probabilities, names_of
    from rashomon.evaluation.names import GoldName, score_names

    marked = [piece_labels(s, offsets) for s, (offsets, _) in zip(held, found, strict=True)]

    def loss(temperature: float) -> float:
        parts = [
            log_probabilities(logs, temperature)[np.arange(len(m)), m][m >= 0]
            for m, (_, logs) in zip(marked, found, strict=True)
        ]
        return -float(np.concatenate(parts).mean())

    def names(decoding):
        return [names_of(s.text, o, logs, decoding) for s, (o, logs) in zip(held, found, strict=True)]

    def f1(decoding) -> float:
        ours = [[GoldName(n.start, n.end, n.type) for n in tags] for tags in names(decoding)]
        return score_names(held, ours).all.f1

    best = Decoding(min((round(0.7 + 0.05 * i, 2) for i in range(27)), key=loss), 3.0, 3.0)
    reached = before = f1(best)
    for name, values in (
        ("after_same", (1.0, 2.0, 4.0, 6.0)),
        ("after_other", (1.0, 2.0, 4.0, 6.0)),
        ("gain_none", (-0.2, 0.2, 0.4)),
        ("gain_organisation", (-0.2, 0.2, 0.4)),
        ("gain_place", (-0.2, 0.2)),
    ):
        for value in values:
            tried = structs.replace(best, **{name: value})
            # Less than a tenth of a point is chance.
            if (score := f1(tried)) > reached + 0.001:
                best, reached = tried, score
    best = structs.replace(best, **_calibrated(held, found, best))
    print(f"{best}: F1 {reached:.4f}, was {before:.4f}")
    return best


def _calibrated(held, found, decoding) -> dict[str, float]:
    """Logistic regression of whether a name is right on the evidence for it (Newton's method, ridge of 1)."""
    from msgspec import structs

    from rashomon.encoder.tagger import names_of

    rows, right = [], []
    parts = [structs.replace(decoding, score_base=0.0, score_mean=m, score_least=1.0 - m) for m in (1.0, 0.0)]
    for s, (offsets, logs) in zip(held, found, strict=True):
        gold = {(n.start, n.end, n.type) for n in s.names}
        for mean, least in zip(*(names_of(s.text, offsets, logs, part) for part in parts), strict=True):
            odds = [np.log(x / (1 - x)) for x in (min(max(t.score, 1e-4), 1 - 1e-4) for t in (mean, least))]
            rows.append([1.0, *odds])
            right.append((mean.start, mean.end, mean.type) in gold)
    x, y, w = np.array(rows), np.array(right, float), np.array([0.0, 1.0, 0.0])
    for _ in range(20):
        p = 1 / (1 + np.exp(-x @ w))
        w = w - np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + np.eye(3), x.T @ (p - y) + w)
    return dict(zip(("score_base", "score_mean", "score_least"), map(float, np.round(w, 4)), strict=True))


if __name__ == "__main__":
    main()
