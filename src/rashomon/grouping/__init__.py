"""Accounts to stories: which accounts tell of the same event, and which articles copy one another."""

from rashomon.grouping.origins import find_origins
from rashomon.grouping.stories import group, one_story

__all__ = ["find_origins", "group", "one_story"]
