"""Names that stand in an article again: what is a name once is one wherever it is written the same."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from typing import TYPE_CHECKING

from msgspec.structs import replace

from rashomon.reading.names.capitals import NameSpan
from rashomon.reading.names.stretches import small_forms
from rashomon.reading.names.words import form, words_of, words_of_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rashomon.model import Article, EntityType, Sentence

_LONGEST_AGAIN = 80  # characters of a name that is looked for again
_MOST_NAMES = 20  # names with the same first word that are looked for


def again(article: Article, sentences: Sequence[Sentence], spans: Sequence[NameSpan]) -> tuple[NameSpan, ...]:
    """The spans, and each name wherever else the sentences have it as a word with the same capitals.

    A name that is told to be of several types is of the one that it has most often. A single word is only
    looked for where it is long and the text never writes it small.
    """
    types: dict[str, Counter[EntityType]] = {}
    for span in spans:
        if span.type:
            types.setdefault(article.text[span.start : span.end], Counter())[span.type] += 1
    most = {name: found.most_common(1)[0][0] for name, found in types.items()}
    kept = [
        replace(span, type=kind) if kind and kind != span.type and span.type else span
        for span in spans
        for kind in (most.get(article.text[span.start : span.end]),)
    ]
    small = small_forms(article.text, article.language)
    sure = {name for name in most if " " in name or (len(name) > 3 and form(name) not in small)}
    firsts: dict[str, list[str]] = {}
    for name in sorted(sure, key=lambda name: (-len(name), name)):
        if name[0].isupper() and len(name) < _LONGEST_AGAIN:
            words = words_of_name(name, article.language)
            if words and words[0].start == 0:
                firsts.setdefault(words[0].text, []).append(name)
    ends = [span.end for span in kept]
    added: list[NameSpan] = []
    for sentence in sentences:
        for word in words_of(article.text, sentence.start, sentence.end, article.language):
            if word.text not in firsts or (added and word.start < added[-1].end):
                continue
            following = bisect_right(ends, word.start)
            limit = min(sentence.end, kept[following].start if following < len(kept) else sentence.end)
            for name in firsts[word.text][:_MOST_NAMES]:
                end = word.start + len(name)
                if (
                    end <= limit
                    and article.text.startswith(name, word.start)
                    and _ends_there(article.text, end)
                ):
                    added.append(NameSpan(word.start, end, most[name]))
                    break
    return tuple(sorted([*kept, *added], key=lambda span: span.start))


def _ends_there(text: str, end: int) -> bool:
    return end >= len(text) or not (text[end].isalnum() or text[end] in "-‐‑")
