"""Words between quotation marks, of all scripts."""

from __future__ import annotations

import re
from bisect import bisect_left

from msgspec import Struct, structs

CLOSERS = {
    "“": "”“",
    "„": "“”",
    "‟": "”",
    "«": "»",
    "‹": "›",
    "「": "」",
    "『": "』",
    "﹁": "﹂",
    "〝": "〞〟",
    "‘": "’",
    "‚": "‘’",
    '"': '"',
    "＂": "＂",
    "'": "'",
}
"""Which marks close what an opening mark opens; the usual one first."""

REVERSED = {"”": "”", "»": "«", "›": "‹", "’": "’"}
"""Marks that usually close and in some countries open, with the mark that then closes."""

APOSTROPHES = "'’"
DEEPEST = 8
"""How many marks may stand open at once; of more, the oldest is forgotten."""

MARKS = re.compile("[" + "".join({*"".join(CLOSERS), *"".join(CLOSERS.values())}) + "]")


class Quoted(Struct, frozen=True, gc=False):
    """Words between marks: the span without and with them; ``goes_on`` if they began a paragraph earlier."""

    start: int
    end: int
    outer_start: int
    outer_end: int
    goes_on: bool = False


class _Open(Struct, frozen=True, gc=False):
    mark: str
    closers: str
    at: int


def paragraphs(text: str) -> list[tuple[int, int]]:
    """The spans of the paragraphs. A single line break before a lower-case letter is a wrapped line."""
    spans: list[tuple[int, int]] = []
    at = 0
    blank = True
    for line in text.split("\n"):
        bare = line.strip()
        if not bare:
            blank = True
        else:
            start = at + len(line) - len(line.lstrip())
            if spans and not blank and bare[0].islower():
                spans[-1] = (spans[-1][0], start + len(bare))
            else:
                spans.append((start, start + len(bare)))
            blank = False
        at += len(line) + 1
    return spans


def quoted_spans(text: str) -> list[Quoted]:
    """The outermost words between quotation marks, in order; what is quoted within them is not listed.

    A mark that nothing closes opens a quotation only where the next paragraph begins with a mark again, or
    with the one that would close it (the customs for speech of several paragraphs); any other is left alone.
    """
    marks = [m.start() for m in MARKS.finditer(text)]
    if not marks:
        return []
    found: list[Quoted] = []
    goes_on = False
    closer = ""
    spans = paragraphs(text)
    for i, (start, end) in enumerate(spans):
        n = bisect_left(marks, start)
        if n == len(marks) or marks[n] >= end:
            goes_on = False
            continue
        closed, lone = _in_paragraph(text, start, end, closer if goes_on else "")
        closer = CLOSERS.get(text[lone], text[lone])[0] if lone is not None else ""
        first = text[spans[i + 1][0]] if i + 1 < len(spans) else ""
        next_opens = bool(first) and (first in CLOSERS or first == closer)
        if lone is not None and next_opens:
            closed = [q for q in closed if q.outer_end <= lone]
            closed.append(Quoted(*_trim(text, lone + 1, end), lone, end))
        if closed and goes_on and closed[0].outer_start == start:
            closed[0] = structs.replace(closed[0], goes_on=True)
        found += closed
        goes_on = bool(closed) and lone is not None and next_opens
    return [q for q in found if q.start < q.end]


def _in_paragraph(text: str, start: int, end: int, reopens: str) -> tuple[list[Quoted], int | None]:
    """The outermost closed quotations of a paragraph, and where its last unclosed mark stands.

    ``reopens`` is the closing mark with which a paragraph may begin that goes on with the one before.
    """
    stack: list[_Open] = []
    pairs: list[tuple[int, int]] = []
    if reopens and text[start] == reopens and reopens not in CLOSERS:
        stack.append(_Open(reopens, reopens, start))
    for match in MARKS.finditer(text, start + len(stack), end):
        at, mark = match.start(), match.group()
        before = text[at - 1] if at > start else " "
        after = text[at + 1] if at + 1 < end else " "
        if mark in APOSTROPHES and before.isalnum() and after.isalnum():
            continue
        depth = _closes(stack, mark, before, after, text, at, end)
        if depth is not None:
            opened = stack[depth]
            del stack[depth:]
            while pairs and pairs[-1][0] > opened.at:
                pairs.pop()
            pairs.append((opened.at, at))
        elif closers := _opens(mark, before, after):
            del stack[: len(stack) - DEEPEST + 1]
            stack.append(_Open(mark, closers, at))
    lone = next((opened.at for opened in reversed(stack) if opened.mark not in APOSTROPHES + "‘‚"), None)
    return [Quoted(*_trim(text, opened + 1, at), opened, at + 1) for opened, at in pairs], lone


def _closes(
    stack: list[_Open], mark: str, before: str, after: str, text: str, at: int, end: int
) -> int | None:
    """Which open mark this one closes (innermost first), or None."""
    for depth in range(len(stack) - 1, -1, -1):
        opened = stack[depth]
        if mark not in opened.closers:
            continue
        if mark == opened.mark and (before.isspace() or after.isalnum()) and opened.mark != opened.closers:
            return None
        if mark in APOSTROPHES:
            possessive = before.isalnum() and after == " " and text[at + 2 : at + 3].islower()
            if before.isspace() or after.isalnum() or (possessive and _closes_later(text, at, end, mark)):
                return None
        if mark in '"＂' and before.isspace() and after.isalnum():
            return None
        return depth
    return None


def _closes_later(text: str, at: int, end: int, mark: str) -> bool:
    """Whether the mark comes once more in the next 400 characters at the end of a word or a clause."""
    return bool(re.search(rf"[\w.,!?…]{mark}(?!\w)", text[at + 1 : min(end, at + 400)]))


def _opens(mark: str, before: str, after: str) -> str:
    """The marks that close what this one opens here; empty where it opens nothing."""
    stands_free = not before.isalnum() and before not in ",.!?…"
    if mark in "\"＂'":
        return CLOSERS[mark] if stands_free and not after.isspace() else ""
    if mark in CLOSERS:
        return CLOSERS[mark] if mark not in "“‘" or not after.isspace() or not before.isalnum() else ""
    if mark in REVERSED and (before.isspace() or before in "([—–-:") and not after.isspace():
        return REVERSED[mark] if mark not in APOSTROPHES or not after.isdigit() else ""
    return ""


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without white space at its edges and without a comma that belongs to the sentence around."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",，،"):
        end -= 1
    return start, end
