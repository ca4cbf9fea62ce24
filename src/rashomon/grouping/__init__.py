"""Accounts to stories: which accounts tell of the same event, and which articles copy one another."""

from rashomon.grouping.origins import Origins, find_origins, trace_origins
from rashomon.grouping.stories import group, one_story

__all__ = ["Origins", "find_origins", "group", "one_story", "trace_origins"]
