"""A library that is killed over and over while articles are added, against one that never was.

    python benchmarks/library_killed.py --kills 200 --articles 2000

Articles and encoder are those of the tests (``tests/library_work.py``): what is tried is the writing. After
each kill, at a moment drawn from a seed, all is verified; at the end both libraries must hold the same.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

TESTS = Path(__file__).resolve().parent.parent / "tests"
PROGRAM = """
import sys
sys.path[:0] = [sys.argv[1]]
from library_work import QuickEncoder, articles
from rashomon.library import add_articles, open_library
made = articles(int(sys.argv[3]))
print("begun", flush=True)
with open_library(sys.argv[2], create=True) as library:
    add_articles(library, made, QuickEncoder())
"""


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--articles", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    sys.path[:0] = [str(TESTS)]
    from test_library import contents

    from rashomon.library import open_library, verify

    chance = random.Random(given.seed)
    with TemporaryDirectory() as folder:
        whole, killed = f"{folder}/whole", f"{folder}/killed"
        begun = time.monotonic()
        subprocess.run([sys.executable, "-c", PROGRAM, TESTS, whole, str(given.articles)], check=True)
        needed = time.monotonic() - begun
        ended = 0
        for number in range(given.kills):
            process = subprocess.Popen(
                [sys.executable, "-c", PROGRAM, TESTS, killed, str(given.articles)], stdout=subprocess.PIPE
            )
            assert process.stdout
            process.stdout.readline()
            try:
                process.wait(chance.uniform(0, 4 * needed / given.kills + 0.5))
                ended += 1
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            process.stdout.close()
            with open_library(killed, create=True) as library:
                wrong = list(verify(library))
            if wrong:
                raise SystemExit(f"kill {number + 1}: {wrong[:5]}")
        subprocess.run([sys.executable, "-c", PROGRAM, TESTS, killed, str(given.articles)], check=True)
        with open_library(whole) as one, open_library(killed) as other:
            same = contents(one) == contents(other)
    print(f"{given.kills - ended} kills, {ended} runs ended before theirs; {given.articles} articles")
    print("both libraries hold the same" if same else "THE LIBRARIES DIFFER")
    raise SystemExit(not same)


if __name__ == "__main__":
    main()
