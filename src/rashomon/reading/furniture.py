"""Page furniture: the lines of a saved page that are none of the report's.

Losing a sentence of the report is worse than keeping a stray link, so a line is only furniture where several
signs agree or where its words leave no doubt.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from rashomon.language import load
from rashomon.reading.sentences import each_line, is_hard_wrapped, is_sentence_like

if TYPE_CHECKING:
    from rashomon.model import Article

LONGEST_PROMPT = 240
"""Code points; a longer line is never furniture by its words alone."""
LONGEST_LINK = 110
LAST_WORDS = 5
"""A line after the last paragraph is a leftover if it has at most this many words."""
BODY_LINE = 80
"""Code points from which a finished line counts as a paragraph of the report."""

_NETWORKS = (
    "facebook twitter x whatsapp instagram linkedin pinterest telegram youtube tiktok reddit messenger email"
    " e-mail mail flipboard tumblr vkontakte vk weibo wechat line viber rss google+ bluesky threads mastodon"
)
_NETWORK_NAMES = frozenset(_NETWORKS.split())
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\w+|\[email.protected\]|[@#]\w+", re.IGNORECASE)
_RIGHTS = re.compile(
    r"^\W*(?:©|\(c\)\s*\d{4}|copyright\b)|©\s*\d{4}|copyright (?:©|\(c\)|\d{4})", re.IGNORECASE
)
_CODE = re.compile(
    r"^\W*(?:\}|var \w+ ?=|function\b.*[{(]|if ?\(.*\)\s*\{?$)|<%|<script|\}\s*else\s*\{|=>\s*\{"
)
_CODE_END = re.compile(r"[\w)\]'\";]\s*[;{}]+\s*[;})]*\s*$")
_CODE_SIGNS = re.compile(r"\w\(.*\)|\w\.\w+\s*[=(]|[=!]==?|\{\}")
_MAY_BE_CODE = re.compile(r"[{}<>=;(]")
_MAY_BE_ADDRESS = re.compile(r"[@#]|https?:|www\.")
_SUSPICIOUS = re.compile(r"[©@#{}<>=;()]|copyright|https?:|www\.")
"""What lines of rights, code or addresses have: a quick look."""
_FIRST_WORD = re.compile(r"\w+")
_SEPARATING = "|·•›»/\t"
_SEPARATORS = re.compile(r"\s[|·•›»/]\s|\t")
_WORD = re.compile(r"[^\W_]+(?:[-'’+][^\W_]+)*\+?")
_TALK = re.compile(r"[@#]\w|https?://|pic\.twitter|t\.co/|www\.")
_CONTENT_START = re.compile(r"[-–—•*·]|\d{1,2}[.:h]\d{2}\b")


class _Line(NamedTuple):
    start: int
    end: int
    text: str


def find_boilerplate(article: Article) -> tuple[tuple[int, int], ...]:
    """The spans of page furniture, in order: whole lines, white space at their ends left out.

    Signs that need no language: addresses, rights, code, share bars, menus; two or more short unfinished
    lines like headlines between paragraphs (links to other reports); leftovers after the last paragraph.
    Others come from the language's file ("read more", "all rights reserved"). Headline, decks and
    subheadings are kept, and so are articles that are made of short lines.
    """
    lines = [_Line(start, end, article.text[start:end]) for start, end in each_line(article.text)]
    phrases = _phrases(article.language)
    found = {
        i
        for i, line in enumerate(lines)
        if len(line.text) <= LONGEST_PROMPT and _is_plain_furniture(line.text, phrases)
    }
    body = [i for i, line in enumerate(lines) if i not in found and _is_paragraph(line.text)]
    if len(body) >= 3 and not is_hard_wrapped(article.text):
        found |= _links_between(lines, found, body)
        found |= _leftovers(lines, body[-1])
    return tuple((lines[i].start, lines[i].end) for i in sorted(found))


def find_title(article: Article, boilerplate: tuple[tuple[int, int], ...]) -> str | None:
    """The given title unless it is furniture; else the first line that stands apart and is none.

    A line stands apart where it is short, unfinished and followed by more text.
    """
    given = (article.title or "").strip()
    if given and not _is_plain_furniture(given, _phrases(article.language)):
        return given
    left_out = set(boilerplate)
    lines = list(islice((span for span in each_line(article.text) if span not in left_out), 2))
    if len(lines) < 2:
        return None
    first = article.text[lines[0][0] : lines[0][1]]
    return first if len(first) <= 200 and not first.endswith((".", "。", ":", ",")) else None


def _is_plain_furniture(text: str, phrases: _Phrases) -> bool:
    """Whether a line is furniture whatever stands around it."""
    if len(text) > LONGEST_PROMPT:
        return False
    plain = lowered = text.lower()
    if _SUSPICIOUS.search(lowered):
        if ("©" in text or "c)" in lowered or "copyright" in lowered) and _RIGHTS.search(text):
            return True
        if _MAY_BE_CODE.search(text) and (
            _CODE.search(text) or (_CODE_END.search(text) and _CODE_SIGNS.search(text))
        ):
            return True
        plain = _ADDRESS.sub(" ", lowered) if _MAY_BE_ADDRESS.search(lowered) else lowered
    first = _WORD.search(plain)
    if first is None:
        return any(map(str.isalnum, text))
    if first.group() in _NETWORK_NAMES:
        words = _WORD.findall(plain)
        if (
            len(words) <= 12
            and all(w in _NETWORK_NAMES for w in words)
            and (len(words) > 1 or len(words[0]) > 4)
        ):
            return True
    if _is_menu(text):
        return True
    folded = " ".join(lowered.split())
    if any(map(folded.__contains__, phrases.signs)):
        return True
    begins = _FIRST_WORD.search(folded)
    if phrases.prompt is None or begins is None or begins.group() not in phrases.firsts:
        return False
    return phrases.prompt.fullmatch(folded) is not None


def _is_menu(text: str) -> bool:
    """Four or more short items side by side: a menu, a list of topics or a share bar."""
    if sum(map(text.count, _SEPARATING)) < 3:
        return False
    items = [item.strip() for item in _SEPARATORS.split(text)]
    return len(items) >= 4 and all(len(item) <= 24 and not any(c.isdigit() for c in item) for item in items)


def _is_paragraph(text: str) -> bool:
    return len(text) >= BODY_LINE and is_sentence_like(text)


def _looks_like_link(text: str) -> bool:
    """Whether a line could be the headline of another report."""
    if len(text) > LONGEST_LINK or text.count(" ") < 2 or is_sentence_like(text):
        return False
    first = next((c for c in text if c.isalnum()), "")
    return (
        (first.isupper() or first.isdigit() or not (first.isupper() or first.islower()))
        and not text.endswith((",", "-", "–", "—", "(", "،", "，"))
        and _CONTENT_START.match(text) is None
        and _TALK.search(text) is None
    )


def _links_between(lines: list[_Line], found: set[int], body: list[int]) -> set[int]:
    """Groups of two or more headlines between two paragraphs of a text made mainly of paragraphs."""
    links = [i for i in range(body[0], len(lines)) if i not in found and _looks_like_link(lines[i].text)]
    if len(links) > len(body):
        return set()
    groups: list[list[int]] = []
    for i in links:
        if groups and all(j in found for j in range(groups[-1][-1] + 1, i)):
            groups[-1].append(i)
        else:
            groups.append([i])
    last = body[-1]
    return {
        i
        for group in groups
        if len(group) >= 2
        and group[0] - 1 > body[0]
        and group[-1] < last
        and not lines[group[0] - 1].text.endswith((":", "："))
        and all(is_sentence_like(lines[j].text) or j in found for j in (group[0] - 1, group[-1] + 1))
        for i in group
    }


def _leftovers(lines: list[_Line], last_paragraph: int) -> set[int]:
    """Short unfinished lines after the last paragraph, from the end backwards."""
    left: set[int] = set()
    for i in range(len(lines) - 1, last_paragraph, -1):
        text = lines[i].text
        if is_sentence_like(text) or len(_WORD.findall(text)) > LAST_WORDS or any(c.isdigit() for c in text):
            break
        if _TALK.search(text) or len(text) > 60 or _CONTENT_START.match(text) or text[0].islower():
            break
        left.add(i)
    return left


class _Phrases(NamedTuple):
    """A language's prompts as one pattern over folded lines, the first words of these lines, and what marks
    a line as furniture wherever it stands."""

    prompt: re.Pattern[str] | None
    firsts: frozenset[str]
    signs: tuple[str, ...]


@cache
def _phrases(language: str) -> _Phrases:
    """A prompt is the whole line; "…" in it stands for up to four words, or for the rest after a colon."""
    rules = load(language).sentences
    signs = tuple(sorted(rules.furniture_signs))
    if not rules.furniture:
        return _Phrases(None, frozenset(), signs)
    parts = (
        re.escape(p).replace(r":\ …", ": .+").replace("…", r"\S+(?: \S+){0,3}")
        for p in sorted(rules.furniture)
    )
    firsts = frozenset(word.group() for p in rules.furniture if (word := _FIRST_WORD.search(p)))
    return _Phrases(re.compile(rf"\W*(?:{'|'.join(parts)})\W*"), firsts, signs)
