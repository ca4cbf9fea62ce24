"""Which article is of which story, and which articles stand for one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from rashomon.grouping.stream.silence import Silence

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rashomon.grouping.stream.homes import Homes

SHOWN = 24  # articles stand for a story: the first of them and the last
FIRST = 8

What = Literal["founded", "joined", "merged", "split", "ended"]


class Change(Struct, frozen=True, kw_only=True):
    """What an account changed: ``story`` was founded or joined by the article, took in the story ``other``
    (merged), gave up articles that are now in ``other`` (split), or had fallen silent (ended)."""

    what: What
    story: str
    article: str
    other: str | None = None


class Members:
    """The stories so far. ``homes`` has the stories of articles that are compared; None before the first.

    ``held`` has an article that is compared with new ones, by its number, and its copies; ``shown`` the
    numbers of those that stand for a story; ``left`` the stories that nothing is compared with any more.
    """

    def __init__(self) -> None:
        self.homes: Homes | None = None
        self.story_of: dict[str, int] = {}
        self.members: dict[int, list[str]] = {}
        self.shown: dict[int, list[int]] = {}
        self.held: dict[int, list[str]] = {}
        self.founded = 0
        self.silence = Silence()
        self.left: list[int] = []

    def new(self) -> int:
        """The number of a new story."""
        self.founded += 1
        return self.founded

    def found(self, article: str, number: int | None) -> Change:
        """An article begins a story; one without a number says nothing."""
        story = self.new()
        self.put(article, number, story)
        return Change(what="founded", story=f"s{story}", article=article)

    def put(self, article: str, number: int | None, story: int) -> None:
        """An article is of a story."""
        self.story_of[article] = story
        self.members.setdefault(story, []).append(article)
        if number is not None:
            assert self.homes is not None
            self.homes.join(number, story)
            self.held[number] = [article]
            self._show(story, [*self.shown.get(story, ()), number])

    def copy(self, article: str, number: int) -> Change:
        """A copy joins the story of the article with that number, which stands for it."""
        story = self.story_of[self.held[number][0]]
        self.held[number].append(article)
        self.members[story].append(article)
        self.story_of[article] = story
        return Change(what="joined", story=f"s{story}", article=article)

    def merge(self, story: int, into: int) -> None:
        """One story takes in another."""
        assert self.homes is not None
        self.homes.merge(story, into)
        members = self.members.pop(story)
        self.silence.inherit(into, story)
        self.silence.forget(story)
        self.members.setdefault(into, []).extend(members)
        self.story_of.update(dict.fromkeys(members, into))
        self._show(into, [*self.shown.get(into, ()), *self.shown.pop(story, ())])

    def part(self, numbers: Sequence[int], story: int, into: int) -> None:
        """Articles of one story are of another from now on."""
        assert self.homes is not None
        self.homes.part(numbers, story, into)
        gone = [article for number in numbers for article in self.held[number]]
        leaving = set(gone)
        self.members[story] = [one for one in self.members[story] if one not in leaving]
        self.members.setdefault(into, []).extend(gone)
        self.story_of.update(dict.fromkeys(gone, into))
        self.silence.inherit(into, story)
        self.shown[story] = [one for one in self.shown[story] if one not in numbers]
        self._show(into, [*self.shown.get(into, ()), *numbers])
        if not self.members[story]:
            del self.members[story], self.shown[story]
            self.silence.forget(story)

    def showing(self, story: int, oldest: int) -> list[int]:
        """The articles that stand for a story and are still compared with new ones."""
        assert self.homes is not None
        shown = self.shown[story] = [one for one in self.shown[story] if one >= oldest]
        return shown

    def forget(self, number: int) -> None:
        """Let go of the article whose row the next one takes."""
        held = self.held.pop(number, None)
        if held:
            assert self.homes is not None
            self.homes.forget(number)
            story = self.story_of[held[0]]
            if story in self.shown and (first := self.shown[story]) and first[0] == number:
                del first[0]
            if not self.shown.get(story, True):
                del self.shown[story]
                self.left.append(story)

    def _show(self, story: int, numbers: Iterable[int]) -> None:
        listed = sorted(set(numbers))
        self.shown[story] = listed if len(listed) <= SHOWN else listed[:FIRST] + listed[-(SHOWN - FIRST) :]
