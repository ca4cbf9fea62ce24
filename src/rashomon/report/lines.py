"""Lines for a console of any width: wrapping with indents, columns, and right-to-left words kept apart."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import Console

ISOLATE, RELEASE = "\u2068", "\u2069"
NARROWEST = 8


def isolated(text: Text, console: Console) -> Text:
    """Text whose direction leaves what stands beside it alone; plain where nobody looks at a terminal."""
    return Text.assemble(ISOLATE, text, RELEASE) if console.is_terminal else text


def wrapped(console: Console, text: Text, width: int) -> list[Text]:
    """A text's lines of at most ``width`` cells. An isolate that a line leaves open goes on in the next."""
    lines = []
    for line in text.wrap(console, max(width, NARROWEST), overflow="fold"):
        line.rstrip()
        lines.append(line)
    is_open = False
    for index, line in enumerate(lines):
        opened, is_open = is_open, _leaves_open(line.plain, is_open)
        if opened or is_open:
            lines[index] = Text.assemble(ISOLATE if opened else "", line, RELEASE if is_open else "")
    return lines


def put(console: Console, text: Text, *, indent: int = 0, hang: int = 0) -> None:
    """Print a text, ``indent`` cells in; lines after the first ``hang`` cells more."""
    indent, hang = _fitting(console, indent, hang)
    for index, line in enumerate(wrapped(console, text, console.width - indent - hang)):
        emit(console, Text(" " * (indent + (hang if index else 0))).append_text(line))


def put_marked(console: Console, mark: Text, text: Text, *, indent: int = 0) -> None:
    """Print a text behind a mark, such as a number; further lines stand below its first word."""
    hang = mark.cell_len + 1
    indent, _ = _fitting(console, indent, hang)
    for index, line in enumerate(wrapped(console, text, console.width - indent - hang)):
        start = (
            Text(" " * indent).append_text(mark).append(" ") if index == 0 else Text(" " * (indent + hang))
        )
        emit(console, start.append_text(line))


def put_columns(console: Console, cells: list[Text], *, indent: int = 0, narrowest: int = 26) -> None:
    """Print cells side by side where each can be ``narrowest`` cells wide, else one below the other."""
    gap = 3
    indent, _ = _fitting(console, indent, 0)
    room = console.width - indent
    fitting = max(1, min(len(cells), (room + gap) // (narrowest + gap)))
    width = (room - gap * (fitting - 1)) // fitting
    for start in range(0, len(cells), fitting):
        columns = [wrapped(console, cell, width) for cell in cells[start : start + fitting]]
        for row in zip_longest(*columns, fillvalue=Text("")):
            line = Text(" " * indent)
            for cell in row:
                line.append_text(cell).append(" " * (width - cell.cell_len + gap))
            line.rstrip()
            emit(console, line)
        if start + fitting < len(cells):
            emit(console, Text(""))


def emit(console: Console, line: Text) -> None:
    """Print one line as it is."""
    console.print(line, soft_wrap=True, highlight=False, markup=False, emoji=False)


def joined(parts: Iterable[Text], between: str) -> Text:
    """Texts with the same words between them."""
    return Text(between).join(parts)


def _fitting(console: Console, indent: int, hang: int) -> tuple[int, int]:
    """Smaller indents where the console is too narrow for them."""
    if console.width - indent - hang >= 2 * NARROWEST:
        return indent, hang
    return min(indent, 2), min(hang, 2)


def _leaves_open(plain: str, is_open: bool) -> bool:
    for mark in plain:
        if mark in (ISOLATE, RELEASE):
            is_open = mark == ISOLATE
    return is_open
