"""The cost of a stream of drawn accounts: articles a second, memory, and how it grows.

    python benchmarks/grouping.py 10000 100000 1000000
    python benchmarks/grouping.py --json cost.json 100000

Accounts are drawn so that they come as news does: most stories have one article, the sizes of the others fall
off as a power (exponent 2.2, at most 400); a story's articles follow the first after an exponential time of
1.5 days on average, so that interest decays; languages are as unequal as 1/rank; every fortieth article is a
copy. A day has 20,000 articles, an event one of 400 subjects. Vectors are sums of what all texts,
a language, a subject, an event's statements and the article alone have, in shares that give likenesses as
measured on real reports. The events are known, so that quality is told beside the cost. Drawing is not timed.
Where Numba is installed, what is compiled for the first time takes some eight seconds of the first thousands.
"""

from __future__ import annotations

import argparse
import heapq
import json
import resource
import time
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from rashomon.grouping.sketch import STATEMENTS, Sketch, unit
from rashomon.grouping.stream.placing import Stream
from rashomon.grouping.stream.quick import functions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy import float32
    from numpy.typing import NDArray

SIZE = 384
LANGUAGES = ("en", "es", "fr", "de", "it", "pt", "ru", "ar", "zh", "vi", "id", "tr")
SUBJECTS = 400
A_DAY = 20_000
MOST = 400
DAYS_AFTER = 1.5
COPIES = 1 / 40
ALONE = 0.7, 1.3  # times the part that an article has alone: some tell much of their own, some little
BLOCK = 2048  # articles that are given to the stream at once
DAY = 738_000
TOLD = (0.12, 0.06, 0.08, 0.24, 0.50)  # shares of a statement: all texts, language, subject, event, article
LEAD = (0.765, 0.035, 0.045, 0.07, 0.085)


def draw(articles: int, seed: int = 5) -> Iterator[tuple[int, Sketch]]:
    """Events and sketches of their articles, in the order in which they come."""
    chance = np.random.default_rng(seed)
    common = _units(chance, 1)[0]
    subjects, tongues = _units(chance, SUBJECTS), _units(chance, len(LANGUAGES))
    languages = 1 / np.arange(1, len(LANGUAGES) + 1)
    languages /= languages.sum()
    sizes = np.arange(1, MOST + 1, dtype=float) ** -2.2
    sizes /= sizes.sum()
    mean = float((sizes * np.arange(1, MOST + 1)).sum())
    waiting: list[tuple[float, int, int]] = []
    last: Sketch | None = None
    moment, event, given = 0.0, 0, 0
    while given < articles:
        while not waiting or waiting[0][0] > moment:
            moment += chance.exponential(mean / A_DAY)
            event += 1
            heapq.heappush(waiting, (moment, event, 0))
            for n in range(int(chance.choice(MOST, p=sizes))):
                heapq.heappush(waiting, (moment + chance.exponential(DAYS_AFTER), event, n + 1))
        when, which, _ = heapq.heappop(waiting)
        own = np.random.default_rng([seed, which])
        subject = subjects[int(own.integers(SUBJECTS))]
        statements = _units(own, STATEMENTS + 4)
        noise = _units(chance, STATEMENTS + 1) * np.float32(chance.uniform(*ALONE))
        at = int(chance.choice(len(LANGUAGES), p=languages))
        shared = common, tongues[at], subject
        chosen = statements[chance.permutation(STATEMENTS + 4)[:STATEMENTS]]
        told, lead = _mixed(TOLD, *shared, chosen, noise[1:]), _mixed(LEAD, *shared, statements[0], noise[0])
        code = LANGUAGES[at]
        day = DAY + int(when)
        last = Sketch(f"a{given}", code, day, told, lead, (4 + which % 997,))
        yield which, last
        given += 1
        if given < articles and chance.random() < COPIES:
            yield which, Sketch(f"a{given}", code, day, last.told, last.lead, last.figures)
            given += 1


def _units(chance: np.random.Generator, rows: int) -> NDArray[float32]:
    return unit(chance.standard_normal((rows, SIZE), dtype=np.float32))


def _mixed(shares: tuple[float, ...], *parts: NDArray[float32]) -> NDArray[float32]:
    return unit(sum(part * np.float32(share**0.5) for part, share in zip(parts, shares, strict=True)))


def measure(articles: int, steps: int = 10) -> dict[str, Any]:
    """Run one stream and tell its cost at each step."""
    stream, events, points = Stream(), [], []
    wall = cpu = 0.0
    drawn = draw(articles)
    for number in range(articles // steps, articles + 1, articles // steps):
        took, used = wall, cpu
        for start in range(0, articles // steps, BLOCK):
            block = list(islice(drawn, min(BLOCK, articles // steps - start)))
            events += [event for event, _ in block]
            before, before_cpu = time.perf_counter(), time.process_time()
            stream.add_all([sketch for _, sketch in block])
            wall += time.perf_counter() - before
            cpu += time.process_time() - before_cpu
        points.append(
            {
                "articles": number,
                "articles_a_second": round(articles / steps / (wall - took)),
                "articles_a_second_of_cpu": round(articles / steps / (cpu - used)),
                "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
            }
        )
        print(*points[-1].values(), flush=True)
    found = [int((stream.story_of(f"a{n}") or "s0")[1:]) for n in range(articles)]
    return {
        "points": points,
        "compiled": functions() is not None,
        "stories": len(stream.stories),
        **quality(events, found),
    }


def picture(points: list[dict[str, int]]) -> str:
    """Milliseconds of CPU an article, and memory, by how many came before, as SVG."""
    cost = [1000 / point["articles_a_second_of_cpu"] for point in points]
    memory = [float(point["peak_mb"]) for point in points]
    most = max(point["articles"] for point in points)
    across = [60 + 520 * point["articles"] / most for point in points]
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 620 260" font-family="sans-serif" '
        'font-size="11" text-anchor="middle"><rect width="620" height="260" fill="#fff"/>'
        '<path d="M60 40V220H580" fill="none" stroke="#888"/>'
        f"{_line(across, memory, 4 * max(memory), '#b3541e', '.0f')}"
        f"{_line(across, cost, 1.3 * max(cost), '#1b6ca8', '.2f')}"
        f'<text x="320" y="245">articles so far, up to {most:,}</text>'
        '<text x="130" y="28" fill="#1b6ca8">ms of CPU an article</text>'
        '<text x="480" y="28" fill="#b3541e">peak memory, MB</text></svg>\n'
    )


def _line(across: list[float], values: list[float], top: float, colour: str, form: str) -> str:
    """A line with figures at some ten of its points."""
    places = [(x, 220 - 180 * value / top) for x, value in zip(across, values, strict=True)]
    every = max(1, len(places) // 10)
    marks = "".join(
        f'<text x="{x:.0f}" y="{y - 8:.0f}" fill="{colour}">{value:{form}}</text>'
        for (x, y), value in list(zip(places, values, strict=True))[::-every]
    )
    drawn = " ".join(f"{x:.0f},{y:.0f}" for x, y in places)
    return f'<polyline points="{drawn}" fill="none" stroke="{colour}" stroke-width="2"/>{marks}'


def quality(events: list[int], found: list[int]) -> dict[str, float]:
    """B-cubed precision and recall (Bagga and Baldwin 1998) of the stories found."""

    def sizes(groups: list[object]) -> NDArray[np.int64]:
        _, places, counts = np.unique(np.array(groups), return_inverse=True, return_counts=True)
        return counts[places]

    both = sizes([event * 10_000_000 + story for event, story in zip(events, found, strict=True)])
    return {
        "bcubed_precision": round(float((both / sizes(list(found))).mean()), 4),
        "bcubed_recall": round(float((both / sizes(list(events))).mean()), 4),
    }


def main() -> None:
    """Measure streams of the lengths given."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("articles", nargs="+", type=int)
    parser.add_argument("--steps", type=int, default=10, help="points at which the cost is told")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--svg", type=Path, help="a picture of the longest stream's cost")
    options = parser.parse_args()
    results = {}
    for articles in options.articles:
        results[articles] = measure(articles, options.steps)
        print({key: value for key, value in results[articles].items() if key != "points"})
    if options.svg:
        options.svg.write_text(picture(results[max(results)]["points"]))
    if options.json:
        options.json.write_text(json.dumps(results, indent=2) + "\n")


if __name__ == "__main__":
    main()
