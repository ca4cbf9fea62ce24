"""A library that is killed over and over while articles are added, against one that never was.

    python benchmarks/library_killed.py --kills 200 --articles 2000

Articles in four languages and the encoder are those of the tests (``tests/library_work.py``): what is tried
is the writing. Every eighth article is retold by another outlet, so that stories have dossiers, and every
fiftieth is changed by its own later on. Each run is given some more articles than the one before and all
before them again, is sent SIGKILL at a drawn moment (while it looks up, reads, groups, keeps, or compares),
and all is verified; runs that ended before it are not counted. At the end both libraries must hold the same,
but for when it was written. Runs are forked, so that none has to start anew.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from collections.abc import Callable

    from rashomon.model import Article

sys.path[:0] = [str(Path(__file__).resolve().parent.parent / "tests")]
from library_work import (  # noqa: E402
    QuickEncoder,
    articles,
    contents,
)

from rashomon.library import add_articles, open_library, verify  # noqa: E402
from rashomon.reading import read_all  # noqa: E402

ENCODER: Any = QuickEncoder()
CHANGED_EVERY, CHANGED_AFTER, RETOLD_EVERY = 50, 20, 8


def told(count: int) -> list[Article]:
    """The articles as they come, changed ones among them."""
    made = articles(count)
    for at in range(1, count, RETOLD_EVERY):
        before = made[at - 1]
        text = f"{before.text} Rescue boats searched until the evening."
        made[at] = msgspec.structs.replace(made[at], language=before.language, text=text, title=before.title)
    for at in range(CHANGED_AFTER, count, CHANGED_EVERY):
        before = made[at - CHANGED_AFTER]
        changed = msgspec.structs.replace(before, text=f"{before.text} The harbour master resigned.")
        made[at] = changed
    return made


def add(place: str, some: list[Article]) -> None:
    with open_library(place, create=True) as library:
        add_articles(library, some, ENCODER)


def killed(work: Callable[[], None], after: float | None) -> bool:
    """Do this in a process of its own, ended by SIGKILL after so many seconds; whether it was."""
    process = os.fork()
    if not process:
        try:
            work()
            os._exit(0)
        finally:
            os._exit(1)
    until = time.monotonic() + (3_600 if after is None else after)
    while time.monotonic() < until:
        ended, status = os.waitpid(process, os.WNOHANG)
        if ended:
            if status:
                raise SystemExit(f"a run failed: {status}")
            return False
        time.sleep(0.001)
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)
    return True


def wrong_with(place: str) -> list[str]:
    with open_library(place, create=True) as library:
        return list(verify(library))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--articles", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    chance, made, begun = random.Random(given.seed), told(given.articles), time.monotonic()
    list(read_all(made[:8], ENCODER))  # opens what is opened once
    with TemporaryDirectory() as folder:
        whole, shot = f"{folder}/whole", f"{folder}/shot"
        killed(lambda: add(whole, made), None)
        kills, runs, needed = 0, 0, 1.0
        while kills < given.kills:
            runs += 1
            upto = max(8, given.articles * (kills + 1) // given.kills)
            started = time.monotonic()
            if killed(lambda upto=upto: add(shot, made[:upto]), chance.uniform(0, 1.1 * needed)):
                kills, needed = kills + 1, needed * 1.05
            else:
                needed = time.monotonic() - started
            if wrong := wrong_with(shot):
                raise SystemExit(f"run {runs}: {wrong[:5]}")
            if not runs % 20:
                print(f"{kills} kills in {runs} runs, {time.monotonic() - begun:.0f} s", flush=True)
        killed(lambda: add(shot, made), None)
        if wrong := wrong_with(shot) + wrong_with(whole):
            raise SystemExit(f"at the end: {wrong[:5]}")
        with open_library(whole) as one, open_library(shot) as other:
            first, second = contents(one), contents(other)
    parts = [name for name in first if first[name] != second[name]]
    print(f"{kills} kills in {runs} runs, {given.articles} articles, {time.monotonic() - begun:.0f} s")
    print(", ".join(f"{len(rows)} {name}" for name, rows in first.items()))
    print(f"THE LIBRARIES DIFFER: {', '.join(parts)}" if parts else "both libraries hold the same")
    raise SystemExit(bool(parts))


if __name__ == "__main__":
    main()
