"""Rashomon reads reports of one event in any language and lays the accounts side by side."""

__version__ = "0.1.0"
