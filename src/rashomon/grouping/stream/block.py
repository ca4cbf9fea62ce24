"""Articles that came one after the other, before they find their stories."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

    from rashomon.grouping.stream.likeness import Flags, Matrix
    from rashomon.grouping.stream.neighbours import Numbers, Whole
    from rashomon.grouping.stream.rows import Seen
    from rashomon.grouping.stream.usual import Usual

NEAREST = 32  # articles that a new one is compared with
UNLIKE = 0.1  # below this score by what is usual anywhere two articles are never of one event
COPY = (0.985, 0.95)  # likenesses of lead and of what is told from which on one is a copy of the other
COPY_DAYS = 1
NOTHING = -(2**62)


class Arrival(NamedTuple):
    """What a block's article has with others, as it is kept under a number.

    ``close`` are those of the nearest that may matter, ``counted`` which of them show what is usual, and
    ``like`` how much it is like each. Of those that it may be with, the likest first, ``stories`` are the
    stories, and ``enough`` tells which are like enough by what is usual; the others are by what is usual
    anywhere.
    """

    number: int
    close: Seen
    counted: Flags
    like: Matrix
    stories: Numbers
    enough: Flags


class Block(NamedTuple):
    """What such articles have with those that came before them.

    ``places`` has a row for each, as have ``subjects``. ``seen`` is what they have with others, all in one,
    ``near`` how near these are, ``usual`` what they add to what is usual, and ``ends`` says where each one's
    part begins and ends. A number below zero, -1 - n, is that of the block's article n; ``mates`` tells who
    has such. ``oldest`` is the lowest number that they are compared with. Once they are admitted, ``copied``
    says what they copy, or NOTHING, and ``numbers`` are those given to the others. ``close`` is what may
    matter, by its place, and ``like`` the likeness as long as nothing else is added; both only of those
    without mates, and where nothing is compiled.
    """

    numbers: Numbers
    subjects: NDArray[float32]
    places: NDArray[float32]
    seen: Seen
    near: Whole
    ends: list[int]
    mates: list[bool]
    copied: list[int]
    oldest: int
    usual: Usual
    close: Numbers
    close_ends: list[int]
    like: Matrix


def copies(seen: Seen) -> Flags:
    """Which of others an article copies, or is copied by."""
    flags: Flags = (seen.lead >= COPY[0]) & (seen.told >= COPY[1]) & (seen.apart <= COPY_DAYS)
    return flags


def twin(block: Block, at: int) -> int:
    """The number of what a block's article copies, or NOTHING; those before it have theirs."""
    if not block.mates[at] or block.copied[at] == NOTHING:
        return block.copied[at]
    part = slice(block.ends[at], block.ends[at + 1])
    like = copies(block.seen.only(part))
    if not like.any():
        return NOTHING
    places, numbers = nearest_of(block, at)
    found = numbers[like[places - part.start]]
    return int(found[0]) if len(found) else NOTHING


def nearest_of(block: Block, at: int) -> tuple[Numbers, Numbers]:
    """Where the block has what an article has with those nearest to it, of which some are of the same
    block, and their numbers, rising."""
    part = slice(block.ends[at], block.ends[at + 1])
    numbers = block.seen.numbers[part].copy()
    mates = np.flatnonzero(numbers < 0)
    numbers[mates] = block.numbers[-1 - numbers[mates]]
    real = np.flatnonzero(numbers != NOTHING)
    numbers, near = numbers[real], block.near[part][real]
    if len(real) > NEAREST:
        order = np.lexsort((-numbers, -near))[:NEAREST]
        order.sort()
        real, numbers = real[order], numbers[order]
    return real + part.start, numbers
