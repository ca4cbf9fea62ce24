"""Plain text: front matter, and the title where it stands apart."""

from __future__ import annotations

import re
import unicodedata

import icu
from msgspec.structs import replace

from rashomon.sources.fields import Fields, from_mapping

_FRONT_MATTER = re.compile(
    r"---[ \t]*\r?\n((?:(?!---[ \t]*\r?$).*\n){0,50}?)---[ \t]*(?:\r?\n|$)", re.MULTILINE
)
_PAIR = re.compile(r"[ \t]*([A-Za-z][\w .-]*?)[ \t]*:[ \t]*(.*?)[ \t]*\r?\n?")
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")
_LONGEST_TITLE = 200
_MOST_LINES_APART = 4


def read_text(text: str) -> Fields:
    """The fields of a text file; ``text`` is everything after the front matter, as it stands."""
    fields = Fields()
    if match := _FRONT_MATTER.match(text):
        lines = match[1].splitlines()
        pairs = [pair for line in lines if line.strip() and (pair := _PAIR.fullmatch(line))]
        if pairs and len(pairs) == sum(1 for line in lines if line.strip()):
            fields = from_mapping({pair[1]: _unquoted(pair[2]) for pair in pairs})
            text = text[match.end() :]
    return replace(fields, title=fields.title or title_apart(text), text=text)


def title_apart(text: str) -> str | None:
    """The title at the head of a text, or None.

    A line stands apart when it is short, has letters, ends no sentence and has an empty line after it.
    Often a section's name or an invitation to watch stands above the title, so that of the first few
    lines that stand apart the longest is taken. Something must follow it.
    """
    apart: list[str] = []
    line, position = _next_line(text, 0)
    while position < len(text) and not line.strip():
        line, position = _next_line(text, position)
    while len(apart) < _MOST_LINES_APART and _is_heading(line):
        gap, position = _next_line(text, position)
        if gap.strip() or position >= len(text):
            break
        apart.append(line)
        while position < len(text) and not (line := gap).strip():
            gap, position = _next_line(text, position)
        line = gap
    titles = [heading.strip().lstrip("#").strip() for heading in apart]
    return max(titles, key=len, default=None)


def _next_line(text: str, start: int) -> tuple[str, int]:
    match = _LINE.match(text, start)
    return (match[0], match.end()) if match else ("", len(text))


def _is_heading(line: str) -> bool:
    line = line.strip()
    if not line or len(line) > _LONGEST_TITLE or not any(map(str.isalpha, line)):
        return False
    last = line.rstrip("\"'»”’)]）」』")[-1:]
    return not _ends_statement(last) and last not in ":;,…"


def _ends_statement(character: str) -> bool:
    """A full stop of any script. Questions and exclamations make titles too."""
    if not character or not icu.Char.hasBinaryProperty(character, icu.UProperty.S_TERM):
        return False
    name = unicodedata.name(character, "")
    return "QUESTION" not in name and "EXCLAMATION" not in name


def _unquoted(value: str) -> str:
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value
