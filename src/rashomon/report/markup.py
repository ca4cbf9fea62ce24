"""HTML in which every text is escaped unless it was made here."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from msgspec import Struct

from rashomon.report.words import harmless

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

VOID = frozenset({"meta", "br", "link"})


class Markup(str):
    """A string that is HTML already. Only ``tag``, ``join`` and ``marked`` make one of foreign text."""

    __slots__ = ()


class Mark(Struct, frozen=True):
    """A range of a text that is to stand out: its classes, its anchor, and what follows it."""

    start: int
    end: int
    classes: tuple[str, ...] = ()
    anchor: str = ""
    after: Markup = Markup("")


def text(words: str) -> Markup:
    """Text as HTML: escaped, without control characters."""
    return Markup(escape(harmless(words, lines=True)))


def tag(name: str, /, *children: str | None, **attributes: str | bool | None) -> Markup:
    """An element. Children that are not ``Markup`` are escaped, None is left out.

    Attributes: ``class_`` is class, ``aria_label`` is aria-label; None and False are left out.
    """
    parts = [f"<{name}"]
    for key, value in attributes.items():
        if value is None or value is False:
            continue
        attribute = key.rstrip("_").replace("_", "-")
        parts.append(f" {attribute}" if value is True else f' {attribute}="{escape(harmless(value))}"')
    parts.append(">")
    if name in VOID:
        return Markup("".join(parts))
    parts.extend(join(child for child in children if child is not None))
    return Markup("".join([*parts, f"</{name}>"]))


def join(children: Iterable[str], between: str = "") -> Markup:
    """Children one after the other; those that are not ``Markup`` are escaped."""
    ready = [child if isinstance(child, Markup) else text(child) for child in children]
    return Markup((between if isinstance(between, Markup) else text(between)).join(ready))


def marked(words: str, marks: Sequence[Mark]) -> Markup:
    """A text with its marks as elements, however they nest or cross.

    Marks of the same range become one. Where two cross, the later is broken in two: its first piece has
    the class ``broken`` and the anchor, the others the class ``continued``.
    """
    waiting = _united(marks, len(words))
    parts: list[str] = []
    stack: list[Mark] = []
    place = 0
    while waiting or stack:
        close_at = min((mark.end for mark in stack), default=len(words) + 1)
        open_at = waiting[0].start if waiting else len(words) + 1
        reached = min(close_at, open_at)
        parts.append(text(words[place:reached]))
        place = reached
        if close_at <= open_at:
            lowest = next(level for level, mark in enumerate(stack) if mark.end == place)
            again = [mark for mark in stack[lowest:] if mark.end > place]
            closed = reversed(stack[lowest:])
            parts.extend("</mark>" + (mark.after if mark.end == place else "") for mark in closed)
            del stack[lowest:]
            for mark in again:
                parts.append(_opening(mark, stack, continued=True))
                stack.append(mark)
        else:
            mark = waiting.pop(0)
            parts.append(_opening(mark, stack))
            stack.append(mark)
    parts.append(text(words[place:]))
    return Markup("".join(parts))


def _united(marks: Sequence[Mark], length: int) -> list[Mark]:
    """Marks within the text, the outer before the inner, those of the same range made one."""
    groups: dict[tuple[int, int], list[Mark]] = {}
    for mark in marks:
        start = min(max(mark.start, 0), length)
        groups.setdefault((start, min(max(mark.end, start), length)), []).append(mark)
    return [
        Mark(
            *place,
            tuple(dict.fromkeys(name for mark in group for name in mark.classes)),
            next((mark.anchor for mark in group if mark.anchor), ""),
            Markup("".join(dict.fromkeys(mark.after for mark in group))),
        )
        for place, group in sorted(groups.items(), key=lambda item: (item[0][0], -item[0][1]))
    ]


def _opening(mark: Mark, stack: list[Mark], *, continued: bool = False) -> str:
    broken = any(outer.end < mark.end for outer in stack)
    names = [*mark.classes, *(["continued"] if continued else ["broken"] if broken else [])]
    anchor = f' id="{escape(mark.anchor)}"' if mark.anchor and not continued else ""
    classes = f' class="{escape(" ".join(names))}"' if names else ""
    return f"<mark{anchor}{classes}>"
