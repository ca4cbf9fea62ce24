"""Numbers in digits, with separators as a language writes them."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_SEPARATOR = re.compile(r"[^\d]")
_PLAIN = re.compile(r"\d{1,18}")
_MOST_DIGITS = 18
_ZEROS = "0٠０"


@lru_cache(maxsize=4096)
def parse_digits(digits: str, group: str, decimal: str) -> float | None:
    """The value of digits with separators; None for dates, versions and such.

    What CLDR takes for a decimal sign groups where three digits follow of which the last is 0 ("9,600").

    Args:
        digits: digits, or one character that is a fraction ("½").
        group: CLDR's sign that groups digits.
        decimal: CLDR's sign that begins decimals.
    """
    if _PLAIN.fullmatch(digits):
        return float(int(digits))
    if not digits[-1].isdecimal():
        return unicodedata.numeric(digits, None) if len(digits) == 1 else None
    signs = _SEPARATOR.findall(digits)
    parts = _SEPARATOR.split(digits)
    if not signs:
        return None
    if not parts[0]:
        return float(f"0.{_ascii(parts[1])}") if len(parts) == 2 else None
    if len(parts[0]) > 1 and parts[0][0] in _ZEROS:
        return None  # "02.40"
    last = signs[-1]
    if len(set(signs)) > 2 or (len(set(signs)) == 2 and signs.count(last) > 1):
        return None
    if len(signs) > 1 or last.isspace():
        begins_decimals = len(set(signs)) == 2
    else:
        three = len(parts[-1]) == 3 and len(parts[0]) <= 3 and parts[0] not in _ZEROS
        begins_decimals = not three or (_is_decimal(last, group, decimal) and parts[-1][-1] not in _ZEROS)
        if last in "'’" and begins_decimals:
            return None
    groups = parts[:-1] if begins_decimals else parts
    if len(groups) > 1 and not _are_groups(groups):
        return None
    whole = "".join(groups)
    if len(whole) > _MOST_DIGITS:
        return None
    return float(f"{int(whole)}.{_ascii(parts[-1][:_MOST_DIGITS])}") if begins_decimals else float(int(whole))


def _is_decimal(sign: str, group: str, decimal: str) -> bool:
    return sign in (decimal, "٫") and sign != group


def _are_groups(groups: list[str]) -> bool:
    """Whether digits are grouped by thousands, or as in India."""
    first, *middle, last = groups
    if not 1 <= len(first) <= 3 or len(last) != 3:
        return False
    return all(len(g) == 3 for g in middle) or (len(first) <= 2 and all(len(g) == 2 for g in middle))


def _ascii(digits: str) -> str:
    return "".join(str(unicodedata.digit(d)) for d in digits)
