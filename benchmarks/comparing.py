"""What comparing costs: seconds and memory for stories of 10 to 5,000 articles.

    python benchmarks/comparing.py
    python benchmarks/comparing.py --sizes 10,100,1000 --part align
    python benchmarks/comparing.py --rows growth.jsonl --draw docs/growth.svg

Each story is made from the accounts of examples/ferry-collision: an article of 40 statements takes most of
the sentences that a report of its language has, in several of twelve chapters (the same sentences, with all
meanings turned the same way, so that nothing aligns across chapters), and each token is moved at random.
So what should align is known: ``pure`` is the share of a claim's members that are of its commonest chapter.
Each size runs in a process of its own, on one thread; "of another" is a second story of the same size in that
process, when all that is loaded once is loaded. Encoding is not counted, the memory of the encoded
accounts is. Rows that a file holds are not measured anew, and new ones are added to it.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import pickle
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from growth import Panel, draw
from msgspec.structs import replace

from rashomon.model import Account, Article, Encoding, Sentence, Statement, Story

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy import float32
    from numpy.typing import NDArray

EXAMPLES = Path(__file__).parent.parent / "examples" / "ferry-collision"
CHAPTERS = 12
STATEMENTS = 40
KEPT = 0.8  # of a report's statements
SMALL = 300  # articles up to which a second story is compared
MOVED = 0.6  # length of the random part of a token, of its own
AIM_SECONDS, AIM_MEMORY = (1_000, 60), (1_000, 1_500)  # articles, and CPU seconds or MB for them
COLUMNS = (
    ("articles", ",d"),
    ("statements", ",d"),
    ("tokens", ",d"),
    ("seconds", ".1f"),
    ("CPU seconds", ".1f"),
    ("of another", ".1f"),
    ("CPU ms an article", ".0f"),
    ("held MB", ",.0f"),
    ("peak MB", ",.0f"),
    ("claims", ",d"),
    ("pure", ".3f"),
)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--sizes", default="10,100,300,1000,2000,5000", help="articles, between commas")
    arguments.add_argument(
        "--part", choices=("align", "all"), default="all", help="aligning only, or comparing"
    )
    arguments.add_argument("--rows", type=Path, help="a file of what was measured, one JSON object a line")
    arguments.add_argument("--draw", type=Path, help="the SVG to write, seconds and memory by size")
    arguments.add_argument("--worker", type=int, help=argparse.SUPPRESS)
    arguments.add_argument("--encoded", type=Path, help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.worker:
        print(json.dumps(measure(given.worker, given.part, pickle.loads(given.encoded.read_bytes()))))
        return
    lines = given.rows.read_text().splitlines() if given.rows and given.rows.exists() else []
    known = {row["articles"]: row for row in map(json.loads, lines)}
    print(f"| {' | '.join(name for name, _ in COLUMNS)} |\n|{' --- |' * len(COLUMNS)}")
    rows = []
    sizes = [int(size) for size in given.sizes.split(",")]
    encoded = b"" if known.keys() >= set(sizes) else pickle.dumps(read_examples())
    for size in sizes:
        rows.append(known.get(size) or in_own_process(size, given.part, encoded))
        print(f"| {' | '.join(format(rows[-1][name], how) for name, how in COLUMNS)} |", flush=True)
        if given.rows and size not in known:
            with given.rows.open("a") as file:
                file.write(json.dumps(rows[-1]) + "\n")
    if given.draw:
        seconds = Panel(
            "CPU seconds of comparing", [(r["articles"], r["CPU seconds"]) for r in rows], AIM_SECONDS
        )
        memory = Panel("MB held at most", [(r["articles"], r["peak MB"]) for r in rows], AIM_MEMORY)
        given.draw.write_text(draw([seconds, memory], "articles of 40 statements"))


def in_own_process(size: int, part: str, encoded: bytes) -> dict[str, float]:
    """One row, measured by a process that does nothing else and has no encoder."""
    one_thread = {**os.environ, "OMP_NUM_THREADS": "1"}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "examples"
        file.write_bytes(encoded)
        command = [sys.executable, __file__, "--worker", str(size), "--part", part, "--encoded", str(file)]
        done = subprocess.run(command, check=True, capture_output=True, text=True, env=one_thread)
    row: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return row


def measure(size: int, part: str, reports: Sequence[Account]) -> dict[str, float]:
    """One row of the table."""
    story, chapters = make_story(size, reports)
    statements = sum(len(account.statements) for account in story.accounts)
    tokens = sum(len(e.states) for account in story.accounts for e in account.encodings)
    held = resident("VmRSS")
    begin, begin_cpu = time.perf_counter(), time.process_time()
    groups = aligned(story) if part == "align" else compared(story)
    seconds, cpu = time.perf_counter() - begin, time.process_time() - begin_cpu
    several = [[chapters[place] for place in group] for group in groups if len(group) > 1]
    pure = sum(Counter(group).most_common(1)[0][1] for group in several) / max(1, sum(map(len, several)))
    peak = resident("VmHWM")
    figures = (size, statements, tokens, seconds, cpu, again(size, reports), 1000 * cpu / size, held, peak)
    return dict(zip((name for name, _ in COLUMNS), (*figures, len(several), pure), strict=True))


def again(size: int, reports: Sequence[Account]) -> float:
    """CPU seconds of comparing another story of that size; NaN for sizes that take long."""
    if size > SMALL:
        return math.nan
    story, _ = make_story(size, reports, seed=8)
    begin = time.process_time()
    compared(story)
    return time.process_time() - begin


def aligned(story: Story) -> list[list[int]]:
    """The places of the statements of each claim, by aligning alone."""
    from rashomon.comparing.aligning.align import align_statements
    from rashomon.comparing.claims import cover

    return [list(group.members) for group in cover(align_statements(story.accounts))]


def compared(story: Story) -> list[list[int]]:
    """The same by the whole of comparing."""
    from rashomon.comparing import compare

    place = {}
    for account in story.accounts:
        for statement in account.statements:
            place[statement.article, statement.start] = len(place)
    return [[place[e.article, e.start] for e in claim.evidence] for claim in compare(story).claims]


def make_story(size: int, reports: Sequence[Account], seed: int = 7) -> tuple[Story, list[int]]:
    """A story of so many articles made from the examples', and the chapter of each of its statements."""
    means = {
        r.article.language: np.concatenate([e.states for e in r.encodings]).mean(axis=0) for r in reports
    }
    turns = [np.random.default_rng(chapter).permutation(384) for chapter in range(CHAPTERS)]
    random = np.random.default_rng(seed)
    accounts, chapters = [], []
    for number in range(size):
        same_language = [
            r for r in reports if r.article.language == reports[number % len(reports)].article.language
        ]
        drawn: list[tuple[int, Account, int]] = []
        for chapter in random.permutation(CHAPTERS):
            report = same_language[random.integers(len(same_language))]
            kept = np.flatnonzero(random.random(len(report.statements)) < KEPT)
            drawn += [(int(chapter), report, int(n)) for n in kept]
            if len(drawn) >= STATEMENTS:
                break
        accounts.append(make_account(f"a{seed}-{number:05}", drawn[:STATEMENTS], means, turns, random))
        chapters += [chapter for chapter, _, _ in drawn[:STATEMENTS]]
    return Story("s1", tuple(accounts)), chapters


def make_account(
    name: str,
    drawn: Sequence[tuple[int, Account, int]],
    means: dict[str, NDArray[float32]],
    turns: Sequence[NDArray[np.intp]],
    random: np.random.Generator,
) -> Account:
    """An account of some statements of others, each as if told in words of its own."""
    texts, statements, encodings, start = [], [], [], 0
    mentions, times, quantities = [], [], []
    for chapter, report, n in drawn:
        its = report.statements[n]
        text = f"{report.article.text[its.start : its.end]} [{name} {chapter}]\n"
        encoding = report.encodings[n]
        states = (encoding.states - means[report.article.language])[:, turns[chapter]]
        length = np.linalg.norm(states, axis=1, keepdims=True) / np.sqrt(states.shape[1])
        states = states + MOVED * length * random.standard_normal(states.shape, np.float32)
        encodings.append(Encoding(encoding.vector, states.astype(np.float16), encoding.offsets))
        statements.append(Statement(name, start, start + len(text) - 1))
        shift = start - its.start
        for found, kept in (
            (report.mentions, mentions),
            (report.times, times),
            (report.quantities, quantities),
        ):
            kept += [
                replace(one, article=name, start=one.start + shift, end=one.end + shift)
                for one in found
                if its.start <= one.start and one.end <= its.end
            ]
        texts.append(text)
        start += len(text)
    article = Article(id=name, language=drawn[0][1].article.language, text="".join(texts), origin=name)
    return Account(
        article=article,
        sentences=tuple(Sentence(s.start, s.end) for s in statements),
        statements=tuple(statements),
        mentions=tuple(mentions),
        times=tuple(times),
        quantities=tuple(quantities),
        encodings=tuple(encodings),
    )


def read_examples() -> list[Account]:
    """The accounts of the examples, by the articles' ids."""
    from rashomon.encoder import Encoder
    from rashomon.reading import read_all
    from rashomon.sources import find_articles

    articles = [found for found in find_articles([str(EXAMPLES)]) if isinstance(found, Article)]
    return list(read_all(sorted(articles, key=lambda article: article.id), Encoder.open()))


def resident(what: str) -> float:
    """Megabytes of memory that the process holds (VmRSS), or held at most (VmHWM); Linux only."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(what))


if __name__ == "__main__":
    main()
