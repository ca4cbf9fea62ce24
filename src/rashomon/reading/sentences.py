"""An article's text as sentences: ICU's sentence boundaries, corrected by what a newspaper reader knows."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from rashomon.language import load
from rashomon.language.text import locale, sentence_breaks
from rashomon.model import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rashomon.language.rules import SentenceRules
    from rashomon.model import Article

LONGEST = 4000
"""Code points; a longer "sentence" (a table, a page without punctuation) is cut at white space."""

WIDEST_WRAP = 110
"""Code points; where a line is longer than this, line breaks are not those of a hard-wrapped text."""

_LINE_END = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
_NEWLINE = re.compile(f"\r\n|[{_LINE_END}]")
_CLOSING = "\"'’”»›)]}）］」』】》〉"
_TERMINATORS = ".!?…。！？؟۔।"
_ENDS_SENTENCE = re.compile(rf"[{re.escape(_TERMINATORS)}:;][{re.escape(_CLOSING)}“]*\s*$")
_BEFORE = re.compile(rf"(\S*?)([{re.escape(_TERMINATORS)}]+)[{re.escape(_CLOSING)}“]*\s*$")
_OPENING = "\"'‘’“„«‹([{¿¡（「『【《—–-"
_TOUCHING = "\"'“‘«「『"
_NEXT = re.compile(rf"[\s{re.escape(_OPENING)}]*([^\W_]+)?(\.?)")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)+", re.UNICODE)
_NUMBER = re.compile(r"\d[\d.,:/]*")
_GLUED = re.compile(r"(?<=[^\W\d_]{2})\.(?=[^\W\d_]{2})")
_BEFORE_NUMBER = re.compile(r"(?<=[^\W\d_]{2})\.[\"'’”»)]? +(?=[$€£¥]?\d)")
_STRAY_CLOSING = re.compile(rf"[{re.escape(_CLOSING)}]+(?=\s|$)")


def split_sentences(article: Article) -> tuple[Sentence, ...]:
    """The sentences of an article, in order, without overlap, trimmed of white space.

    ICU's boundaries (UAX 29) for the article's language, less those after abbreviations, initials and
    ordinals, and before lower case. A line break ends a sentence, save in hard-wrapped text. Page furniture
    (``article.boilerplate``) has no sentences, nor has a line without any letter or digit.
    """
    text = article.text
    rules = load(article.language).sentences
    flat = _flatten(text, article.boilerplate)
    breaks = sentence_breaks(flat, article.language)
    kept = [0, *_corrected(flat, breaks, rules, article.language), len(flat)]
    spans = (span for start, end in pairwise(kept) for span in _trimmed(flat, start, end))
    return tuple(Sentence(start, end) for start, end in spans)


def is_sentence_like(line: str) -> bool:
    """Whether a line ends as a sentence does: with a full stop or the like, quotes and brackets aside."""
    return _ENDS_SENTENCE.search(line[-24:]) is not None


def lines_of(text: str) -> list[tuple[int, int]]:
    """The spans of a text's lines that hold anything, white space at their ends left out."""
    spans, at = [], 0
    for start, end in [*((m.start(), m.end()) for m in _NEWLINE.finditer(text)), (len(text), len(text))]:
        line = text[at:start]
        if stripped := line.strip():
            left = at + len(line) - len(line.lstrip())
            spans.append((left, left + len(stripped)))
        at = end
    return spans


def is_hard_wrapped(text: str) -> bool:
    """Whether lines were broken at a fixed width, so that a line break does not end a paragraph."""
    breaks = [(m.start(), m.end()) for m in _NEWLINE.finditer(text)]
    return bool(_wrapped(*_lines_between(text, breaks)))


def _flatten(text: str, boilerplate: tuple[tuple[int, int], ...]) -> str:
    """The text with white space for the line breaks that end nothing, and line breaks for furniture."""
    pieces, at = [], 0
    for start, end in sorted(boilerplate):
        pieces += [text[at:start], "\n" * (end - max(start, at))]
        at = max(at, end)
    pieces.append(text[at:])
    flat = "".join(pieces)
    breaks = [(m.start(), m.end()) for m in _NEWLINE.finditer(flat)]
    soft = _soft_breaks(flat, breaks)
    if not soft:
        return flat
    pieces, at = [], 0
    for start, end in soft:
        pieces += [flat[at:start], " " * (end - start)]
        at = end
    pieces.append(flat[at:])
    return "".join(pieces)


def _soft_breaks(flat: str, breaks: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The line breaks that stand in the midst of a sentence.

    Those of a text that was wrapped at a fixed width: the next line's first word would not have fitted.
    In other texts those between an unfinished line and one that begins with a small letter.
    """
    lines, inner = _lines_between(flat, breaks)
    wrapped = _wrapped(lines, inner)
    soft = set(wrapped)
    for i in inner:
        if lines[i + 1].lstrip()[0].islower() and not is_sentence_like(lines[i]):
            soft.add(i)
    return [breaks[i] for i in sorted(soft)]


def _lines_between(flat: str, breaks: list[tuple[int, int]]) -> tuple[list[str], list[int]]:
    """The lines, and which breaks stand between two lines that hold anything."""
    edges = [(0, 0), *breaks, (len(flat), len(flat))]
    lines = [flat[a[1] : b[0]] for a, b in pairwise(edges)]
    return lines, [i for i in range(len(breaks)) if lines[i].strip() and lines[i + 1].strip()]


def _wrapped(lines: list[str], inner: list[int]) -> list[int]:
    """The breaks after which the next line's first word would not have fitted, if that is the rule."""
    width = max((len(line.rstrip()) for line in lines), default=0)
    if not 40 <= width <= WIDEST_WRAP:
        return []
    full = [i for i in inner if len(lines[i].rstrip()) + 1 + len(lines[i + 1].split(None, 1)[0]) > width]
    unfinished = sum(not is_sentence_like(lines[i]) for i in full)
    if len(full) < 3 or len(full) < 0.7 * len(inner) or unfinished < 0.5 * len(full):
        return []
    return full


def _corrected(flat: str, breaks: list[int], rules: SentenceRules, language: str) -> Iterator[int]:
    """The boundaries that stay, some of them moved, and those that ICU does not see."""
    months = _short_months(language)
    begin = 0
    for start, at in pairwise(breaks):
        for missed in _missed(flat, start, at):
            if not _continues(flat, begin, missed, rules, months):
                yield missed
                begin = missed
        if at == len(flat):
            return
        if flat[at - 1] not in _LINE_END:
            if _continues(flat, begin, at, rules, months):
                continue
            at = _past_stray_closing(flat, at)
            if flat[at - 1] in _TOUCHING and at - begin > 2 and flat[at].isalnum():
                at -= 1  # a quotation mark that touches the next word opens it
        yield at
        begin = at


def _continues(flat: str, begin: int, at: int, rules: SentenceRules, months: frozenset[str]) -> bool:
    """Whether the sentence goes on after the boundary ``at``."""
    before = _BEFORE.search(flat, max(begin, at - 48), at)
    if before is None:
        return False
    following = _NEXT.match(flat, at, at + 48)
    word = (following and following.group(1)) or ""
    if word[:1].islower():
        return True
    if before.group(2) != ".":
        return False
    last = before.group(1).lstrip(_OPENING) + "."
    folded = last.lower()
    starts = word.lower() in rules.starters and not (len(word) == 1 and following and following.group(2))
    if folded in rules.abbreviations:
        return not starts or not _INITIALS.fullmatch(last)
    if word[:1].isdigit() and (folded in rules.before_digits or folded in months):
        return True
    if _INITIALS.fullmatch(last) and last != last.lower():
        return not starts
    if _NUMBER.fullmatch(last):
        return before.start(1) <= _first_ink(flat, begin, at) or (rules.ordinal_stop and not starts)
    return False


def _first_ink(flat: str, begin: int, at: int) -> int:
    return begin + len(flat[begin:at]) - len(flat[begin:at].lstrip()) if at - begin < 64 else begin


def _missed(flat: str, start: int, end: int) -> list[int]:
    """Where ICU sees no boundary, yet may be one: "end.Start", and "end. 20 people" (it reads on there)."""
    glued = [m.end() for m in _GLUED.finditer(flat, start, end) if _is_glued(flat, m.end())]
    return sorted(glued + [m.end() for m in _BEFORE_NUMBER.finditer(flat, start, end) if m.end() < end])


def _is_glued(flat: str, at: int) -> bool:
    """Whether "end.Start" at ``at`` lacks only the space between two sentences."""
    return flat[at - 3 : at - 1].islower() and flat[at].isupper() and flat[at + 1].islower()


def _past_stray_closing(flat: str, at: int) -> int:
    """Past a closing mark that stands apart, as in French: "fini. » Il"."""
    stray = _STRAY_CLOSING.match(flat, at, at + 8)
    if stray is None or flat[at] in "\"'" or stray.end() >= len(flat):
        return at
    return stray.end()


def _trimmed(flat: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > LONGEST:
        cut = flat.rfind(" ", start + LONGEST // 2, start + LONGEST) + 1 or start + LONGEST
        yield from _trimmed(flat, start, cut)
        start = cut
    piece = flat[start:end]
    start += len(piece) - len(piece.lstrip())
    end -= len(piece) - len(piece.rstrip())
    if any(c.isalnum() for c in flat[start:end]):
        yield start, end


@cache
def _short_months(language: str) -> frozenset[str]:
    """CLDR's short names of months, with a full stop."""
    import icu

    symbols = icu.DateFormatSymbols(locale(language))
    short: set[str] = set()
    for context in (icu.DateFormatSymbols.FORMAT, icu.DateFormatSymbols.STANDALONE):
        wide = symbols.getMonths(context, icu.DateFormatSymbols.WIDE)
        abbreviated = symbols.getMonths(context, icu.DateFormatSymbols.ABBREVIATED)
        short |= {s.rstrip(".").lower() + "." for s, w in zip(abbreviated, wide, strict=True) if s != w}
    return frozenset(short)
