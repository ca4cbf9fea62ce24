"""An article's text as sentences: ICU's sentence boundaries, corrected by what a newspaper reader knows."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise, starmap
from typing import TYPE_CHECKING

from rashomon.language import load
from rashomon.language.text import locale, sentence_breaks
from rashomon.model import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rashomon.language.reading_rules import SentenceRules
    from rashomon.model import Article

LONGEST = 4000
"""Code points; a longer "sentence" (a table, a page without punctuation) is cut at white space."""

WIDEST_WRAP = 110
"""Code points; where a line is longer than this, line breaks are not those of a hard-wrapped text."""

_LINE_END = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
_CLOSING = "\"'’”»›)]}）］」』】》〉"
_TERMINATORS = ".!?…。！？؟۔।"
_CLOSING_MARKS = _CLOSING + "“"
_ENDS = frozenset(_TERMINATORS + ":;")
_BACK = 48  # how far a boundary's surroundings are looked at
_OPENING = "\"'‘’“„«‹([{¿¡（「『【《—–-"
_TOUCHING = "\"'“‘«「『"
_NEXT = re.compile(rf"[\s{re.escape(_OPENING)}]*([^\W_]+)?(\.?)")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)+", re.UNICODE)
_NUMBER = re.compile(r"\d[\d.,:/]*")
_GLUED = re.compile(r"\.(?=[^\W\d_]{2})")
_BEFORE_NUMBER = re.compile(r"\.[\"'’”»)]? +(?=[$€£¥]?\d)")
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
    spans = [span for piece in pairwise(kept) for span in _no_longer(flat, *piece)]
    return tuple(starmap(Sentence, _trimmed(flat, spans)))


def is_sentence_like(line: str) -> bool:
    """Whether a line ends as a sentence does: with a full stop or the like, quotes and brackets aside."""
    return line[-24:].rstrip().rstrip(_CLOSING_MARKS)[-1:] in _ENDS


def each_line(text: str) -> Iterator[tuple[int, int]]:
    """The spans of a text's lines that hold anything, white space at their ends left out."""
    at = 0
    for line in text.splitlines(keepends=True):
        if stripped := line.strip():
            left = at if stripped[0] == line[0] else at + len(line) - len(line.lstrip())
            yield left, left + len(stripped)
        at += len(line)


def is_hard_wrapped(text: str) -> bool:
    """Whether lines were broken at a fixed width, so that a line break does not end a paragraph."""
    lines = text.splitlines()
    return bool(_wrapped(lines, _inner(lines)))


def _flatten(text: str, boilerplate: tuple[tuple[int, int], ...]) -> str:
    """The text with white space for the line breaks that end nothing, and line breaks for furniture."""
    flat = text
    if boilerplate:
        pieces, at = [], 0
        for start, end in sorted(boilerplate):
            pieces += [text[at:start], "\n" * (end - max(start, at))]
            at = max(at, end)
        flat = "".join([*pieces, text[at:]])
    lines = flat.splitlines(keepends=True)
    soft = _soft_breaks([line.rstrip(_LINE_END) for line in lines])
    for i in soft:
        bare = lines[i].rstrip(_LINE_END)
        lines[i] = bare + " " * (len(lines[i]) - len(bare))
    return "".join(lines) if soft else flat


def _soft_breaks(lines: list[str]) -> list[int]:
    """The lines whose breaks stand in the midst of a sentence.

    Those of a text that was wrapped at a fixed width: the next line's first word would not have fitted.
    In other texts those between an unfinished line and one that begins with a small letter.
    """
    inner = _inner(lines)
    soft = set(_wrapped(lines, inner))
    for i in inner:
        if lines[i + 1].lstrip()[0].islower() and not is_sentence_like(lines[i]):
            soft.add(i)
    return sorted(soft)


def _inner(lines: list[str]) -> list[int]:
    """The lines that hold anything and after which comes one that does."""
    full = [bool(line) and not line.isspace() for line in lines]
    return [i for i in range(len(lines) - 1) if full[i] and full[i + 1]]


def _wrapped(lines: list[str], inner: list[int]) -> list[int]:
    """The breaks after which the next line's first word would not have fitted, if that is the rule."""
    width = max(map(len, map(str.rstrip, lines)), default=0)
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
    missed = _missed(flat)
    for start, at in pairwise(breaks):
        while missed and missed[-1] < at:
            place = missed.pop()
            if place > start and not _continues(flat, begin, place, rules, months):
                yield place
                begin = place
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
    before = flat[max(begin, at - _BACK) : at].rstrip().rstrip(_CLOSING_MARKS)
    bare = before.rstrip(_TERMINATORS)
    if bare == before:
        return False
    following = _NEXT.match(flat, at, at + _BACK)
    word = (following and following.group(1)) or ""
    if word[:1].islower():
        return True
    if before[len(bare) :] != ".":
        return False
    unspaced = bare.split()[-1] if bare and not bare[-1].isspace() else ""
    last = unspaced.lstrip(_OPENING) + "."
    folded = last.lower()
    starts = word.lower() in rules.starters and not (len(word) == 1 and following and following.group(2))
    if folded in rules.abbreviations:
        return not starts or not _INITIALS.fullmatch(last)
    if word[:1].isdigit() and (folded in rules.before_digits or folded in months):
        return True
    if _INITIALS.fullmatch(last) and last != last.lower():
        return not starts
    if _NUMBER.fullmatch(last):
        opens = max(begin, at - _BACK) + len(bare) - len(unspaced) <= _first_ink(flat, begin, at)
        return opens or (rules.ordinal_stop and not starts)
    return False


def _first_ink(flat: str, begin: int, at: int) -> int:
    return begin + len(flat[begin:at]) - len(flat[begin:at].lstrip()) if at - begin < 64 else begin


def _missed(flat: str) -> list[int]:
    """Where ICU sees no boundary, yet may be one, the last first: "end.Start", and "end. 20 people"."""
    glued = [m.end() for m in _GLUED.finditer(flat) if _is_glued(flat, m.end())]
    numbers = [m.end() for m in _BEFORE_NUMBER.finditer(flat) if flat[m.start() - 2 : m.start()].isalpha()]
    return sorted(glued + numbers, reverse=True)


def _is_glued(flat: str, at: int) -> bool:
    """Whether "end.Start" at ``at`` lacks only the space between two sentences."""
    before = flat[at - 3 : at - 1] if at > 2 else ""
    return before.islower() and before.isalpha() and flat[at].isupper() and flat[at + 1].islower()


def _past_stray_closing(flat: str, at: int) -> int:
    """Past a closing mark that stands apart, as in French: "fini. » Il"."""
    stray = _STRAY_CLOSING.match(flat, at, at + 8)
    if stray is None or flat[at] in "\"'" or stray.end() >= len(flat):
        return at
    return stray.end()


def _no_longer(flat: str, start: int, end: int) -> list[tuple[int, int]]:
    """The span, cut at white space where it is too long."""
    spans = []
    while end - start > LONGEST:
        cut = flat.rfind(" ", start + LONGEST // 2, start + LONGEST) + 1 or start + LONGEST
        spans.append((start, cut))
        start = cut
    spans.append((start, end))
    return spans


def _trimmed(flat: str, spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The spans that hold a letter or a digit, less the white space at their ends."""
    for start, end in spans:
        piece = flat[start:end]
        bare = piece.lstrip()
        start += len(piece) - len(bare)
        bare = bare.rstrip()
        if bare[:1].isalnum() or any(map(str.isalnum, bare)):
            yield start, start + len(bare)


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
