"""Accounts to stories: which accounts tell of the same event, and which articles copy one another."""

from rashomon.grouping.dates import in_order
from rashomon.grouping.origins.counting import Origins, find_origins, trace_origins
from rashomon.grouping.stories import group, one_story, without_states
from rashomon.grouping.stream.members import Change
from rashomon.grouping.stream.placing import Stream

__all__ = [
    "Change",
    "Origins",
    "Stream",
    "find_origins",
    "group",
    "in_order",
    "one_story",
    "trace_origins",
    "without_states",
]
