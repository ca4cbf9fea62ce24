"""Accounts to stories: which accounts tell of the same event, and which articles copy one another."""

from rashomon.grouping.origins import find_origins

__all__ = ["find_origins"]
