"""The dateline that an article opens with: where and when it was written, not where it happened."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rashomon.comparing.wording import has_unspaced

if TYPE_CHECKING:
    from rashomon.comparing.values.stated import Said

DASHED = re.compile(r"[^.!?;:：。！？\n]{2,60}?(?:\s[-–—―]{1,2}|[—―]{1,2})\s?(?=\S)")
"""What ends with a dash: "PARIS, Jan 16 - ", "Paris (dpa) - "."""
WIRED = re.compile(r"[^.!?;:：。！？\s]{2,16}\d{1,2}月\d{1,2}日[^\s。，,]{0,8}?[电電讯訊][\s　)）]?")
"""What Chinese agencies write: "河内8月10日电 "."""
BESIDE = 12  # letters in it that are neither of a name nor of a time: an agency


def end_of_dateline(said: Said) -> int:
    """Where a statement's dateline ends, in its article; the statement's start where it has none.

    A dateline opens a line with a place; what stands between that and its dash are names and times.
    """
    first, text = said.statement.start, said.text
    body = said.account.article.text
    if first and body[:first].rstrip(" \t")[-1:] not in ("", "\n"):
        return first
    found = (WIRED.match(text) if has_unspaced(text[:60]) else None) or DASHED.match(text)
    if found is None:
        return first
    end = first + found.end()
    if not any(one.start - first <= 1 and one.end <= end and one.type != "person" for one in said.mentions):
        return first
    inside = [(one.start, one.end) for one in said.mentions] + [(one.start, one.end) for one in said.times]
    rest = "".join(
        letter
        for at, letter in enumerate(found[0], first)
        if letter.isalpha() and not any(start <= at < stop for start, stop in inside)
    )
    return end if len(rest) <= BESIDE else first
