"""When stories end: those that nothing was added to for a while, by the days of their articles.

What day it is, is the middle one of those of the last dated articles. So neither a few articles that are
dated far in the past or the future end a story, nor a clock that is wrong for a while.
"""

from __future__ import annotations

from collections import defaultdict

SILENT_DAYS = 14
LAST = 63  # articles whose middle day is today
NEVER = 2**31  # the day of a story without a date


class Silence:
    """The stories that have not ended, and the last day of each.

    Args:
        days: those of the last dated articles.
        last: the last day of each open story.
    """

    def __init__(self, days: list[int] | None = None, last: dict[int, int] | None = None) -> None:
        self.days = days or []
        self.last = last or {}
        self._on: defaultdict[int, dict[int, None]] = defaultdict(dict)
        for story in sorted(self.last):
            self._on[self.last[story]][story] = None
        self._today = self._middle()

    def pass_day(self, day: int | None) -> list[int]:
        """An article was published; the stories that end now."""
        if day is None:
            return []
        self.days.append(day)
        del self.days[:-LAST]
        today = self._middle()
        if today == self._today:
            return []
        self._today = today
        over = sorted(day for day in self._on if day < today - SILENT_DAYS)
        ended = [story for day in over for story in sorted(self._on.pop(day))]
        for story in ended:
            del self.last[story]
        return ended

    def hear(self, story: int, day: int | None, *, new: bool = False) -> None:
        """A story was founded or joined by an article of this day. One that has ended is open again where the
        day is no older than those of open stories."""
        before = self.last.get(story)
        if before is None and not new and day is not None and day < self._today - SILENT_DAYS:
            return
        if before is None or before == NEVER:
            now = NEVER if day is None else day
        else:
            now = before if day is None else max(before, day)
        if now != before:
            self.forget(story)
            self.last[story] = now
            self._on[now][story] = None

    def inherit(self, story: int, other: int) -> None:
        """A story has articles of another, which is as late as they are."""
        if other in self.last:
            day = self.last[other]
            self.hear(story, None if day == NEVER else day, new=True)

    def forget(self, story: int) -> bool:
        """Leave a story; whether it was open."""
        day = self.last.pop(story, None)
        if day is None:
            return False
        del self._on[day][story]
        if not self._on[day]:
            del self._on[day]
        return True

    def _middle(self) -> int:
        return sorted(self.days)[len(self.days) // 2] if self.days else 0
