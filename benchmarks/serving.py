"""A served library under load: how quickly it answers while articles are added, and its memory.

    python benchmarks/serving.py 2000
    python benchmarks/serving.py 100000 --drawn --seconds 60 --folder library

A library is made as ``benchmarks/serving_library.py`` tells; with ``--drawn`` it is drawn, which is quicker.
In ``--folder`` it is kept, and taken again. ``rashomon serve`` opens it with the real encoder. First each
kind of question is asked alone for ``--each`` seconds by one client: what an answer costs the server.
Then so many clients ask, on connections of their own, each the next thing when it has its answer: for
``--before`` seconds alone, and for ``--seconds`` while another process adds articles, twelve at a time, and
compares the accounts of their stories. Told are the
95th percentile by kind of question and of all, what was answered otherwise than with 200, the server's
resident memory, and the CPU time of the server, of what adds, and of the clients. ``--pages`` asks for
people's pages, too; with ``--addresses 400`` they ask for so many addresses again and again; with ``--nice
10`` what adds gives way, as the service does that docs/library.md sets up.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np
import serving_library
import serving_load
from serving_library import make
from serving_load import API, PAGES, survey

if TYPE_CHECKING:
    from collections.abc import Iterator

PORT = 8799


def measure(folder: str, given: argparse.Namespace) -> None:
    """Make the library where it is not there, serve it and tell how it does."""
    make(folder, given.articles, given.drawn)
    shares = {**API, **PAGES} if given.pages else API
    run = [sys.executable, "-m", "rashomon", "serve", "--library", folder, "--port", str(PORT)]
    server = subprocess.Popen([*run, *given.option], stdout=subprocess.PIPE)
    adder = None
    try:
        assert server.stdout is not None
        server.stdout.readline()
        time.sleep(given.settle)
        tell("memory at rest, MB", f"{resident(server.pid):.0f}")
        found = json.dumps(survey(PORT))
        if given.each:
            for kind in shares:
                tell(f"{kind}: CPU of an answer, ms", alone(server.pid, kind, given.each, found))
        if given.before:
            print("nothing is written:")
            together(server.pid, None, given.clients, given.before, shares, found, given.addresses)
        if given.seconds:
            adder = adding(folder, given.nice)
            print("while articles are added:")
            together(server.pid, adder, given.clients, given.seconds, shares, found, given.addresses)
    finally:
        if adder is not None:
            adder.terminate()
            batches, _ = adder.communicate()
            tell("articles added meanwhile", batches.split()[-1].decode() if batches.split() else "0")
        server.terminate()
        server.wait()


def tell(name: str, value: object) -> None:
    print(f"{name:40} {value}", flush=True)


def adding(folder: str, nice: int) -> subprocess.Popen[bytes]:
    """A process that adds, when its first batch is in."""
    run = ["nice", "-n", str(nice), sys.executable, serving_library.__file__, folder]
    adder = subprocess.Popen(run, stdout=subprocess.PIPE)
    assert adder.stdout is not None
    for _ in range(2):
        if not adder.stdout.readline():
            raise SystemExit("what adds has ended by itself")
    return adder


def asking(
    clients: int, seconds: float, shares: dict[str, int], found: str, addresses: int = 0
) -> subprocess.Popen[str]:
    """A process of clients, which are told what there is to ask for."""
    given = [str(PORT), str(clients), str(seconds), json.dumps(shares), str(addresses)]
    run = [sys.executable, serving_load.__file__, *given]
    asks = subprocess.Popen(run, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert asks.stdin is not None
    asks.stdin.write(found)
    asks.stdin.close()
    asks.stdin = None
    return asks


def alone(server: int, kind: str, seconds: float, found: str) -> str:
    """What an answer of one kind costs the server."""
    before = worked(server)
    asks = json.loads(asking(1, seconds, {kind: 1}, found).communicate()[0])
    return f"{1000 * (worked(server) - before) / max(len(asks['took'][kind]), 1):.1f}"


def together(
    server: int,
    adder: subprocess.Popen[bytes] | None,
    clients: int,
    seconds: float,
    shares: dict[str, int],
    found: str,
    addresses: int,
) -> None:
    """Tell how quickly all clients are answered at once."""
    before = worked(server), worked(adder.pid) if adder else 0.0
    asks = asking(clients, seconds, shares, found, addresses)
    memory = list(memories(server, seconds))
    asked = json.loads(asks.communicate()[0])
    after = worked(server), worked(adder.pid) if adder else 0.0
    took, every = asked["took"], [one for times in asked["took"].values() for one in times]
    of_server, of_adder = after[0] - before[0], after[1] - before[1]
    tell("answers a second", round(len(every) / seconds, 1))
    tell("CPU of an answer, ms", round(1000 * of_server / max(len(every), 1), 1))
    tell("CPU of server, adding, clients, s", f"{of_server:.1f}, {of_adder:.1f}, {asked['worked']:.1f}")
    for kind, times in [*sorted(took.items()), ("all", every)]:
        middle, late = np.quantile(times, [0.5, 0.95])
        most = f"{1000 * middle:.0f}, {1000 * late:.0f}, {1000 * max(times):.0f} ({len(times)})"
        tell(f"{kind}: median, p95, most, ms", most)
    tell("otherwise than 200", asked["wrong"] or "none")
    tell("memory of the server, MB", ", ".join(f"{one:.0f}" for one in memory))


def memories(server: int, seconds: float) -> Iterator[float]:
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        yield resident(server)
        time.sleep(max(1.0, seconds / 10))


def family(process: int) -> list[int]:
    """A process and what it started."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return [process, *(one for child in children for one in family(int(child)))]


def worked(process: int) -> float:
    """The seconds that a process and what it started have worked."""
    ticks = 0
    for one in family(process):
        fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def resident(process: int) -> float:
    """The memory of a process and of what it started in megabytes; what they share is counted once."""
    kilobytes = 0
    for one in family(process):
        lines = Path(f"/proc/{one}/smaps_rollup").read_text().splitlines()
        kilobytes += next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return kilobytes / 1024


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("articles", type=int, help="how many are in the library")
    parser.add_argument("--drawn", action="store_true", help="make it as benchmarks/library.py does")
    parser.add_argument("--clients", type=int, default=32)
    parser.add_argument("--seconds", type=float, default=20, help="that they ask while articles are added")
    parser.add_argument("--before", type=float, default=0, help="seconds that they ask before")
    parser.add_argument("--each", type=float, default=0, help="seconds that each kind is asked for alone")
    parser.add_argument("--settle", type=float, default=15, help="seconds until the encoder is open")
    parser.add_argument("--nice", type=int, default=0, help="how much what adds gives way, 0 to 19")
    parser.add_argument("--addresses", type=int, default=0, help="how many there are; 0: hardly one twice")
    parser.add_argument("--pages", action="store_true", help="ask for people's pages, too")
    parser.add_argument("--folder", help="where the library is kept; a temporary one where not given")
    parser.add_argument("--option", action="append", default=[], help="of rashomon serve; may be given again")
    given = parser.parse_args()
    if given.folder:
        measure(given.folder, given)
    else:
        with TemporaryDirectory() as folder:
            measure(folder, given)


if __name__ == "__main__":
    main()
