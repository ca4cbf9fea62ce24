"""The languages: how deeply each is read, and how well on the project's own marked sentences."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

PARTS = ("sentences", "times", "numbers", "quotations", "names", "compare")
DEPTHS = {
    "full": "every part of reading has rules of its own",
    "basic": "some parts have rules of their own, the others what ICU and CLDR know",
    "cldr": "what ICU and CLDR know, and no more",
}


def rows() -> Iterator[dict[str, str]]:
    """A row per language that has a file or figures, by code.

    "words" counts the words and patterns of its file; "times" and "numbers" are the F1 of right values on
    how many marked ones.
    """
    import icu
    import msgspec

    from rashomon.language.rules import codes, load

    figures = msgspec.toml.decode((files("rashomon.language") / "figures.toml").read_text("utf-8"))
    english = icu.Locale("en")
    for code in sorted({*codes(), *figures}):
        language, measured = load(code), figures.get(code, {})
        lacking = [part for part in PARTS if getattr(language, part) == type(getattr(language, part))()]
        rules = sum(_count(getattr(language, part)) for part in PARTS)
        yield {
            "code": code,
            "name": icu.Locale(code).getDisplayName(english),
            "depth": language.depth,
            "words": str(rules),
            "CLDR alone for": "all" if len(lacking) == len(PARTS) else ", ".join(lacking) or "-",
            "times": _figure(measured.get("times")),
            "numbers": _figure(measured.get("numbers")),
        }


def _figure(measured: dict[str, float] | None) -> str:
    return f"{measured['values']:.2f} of {measured['marked']:.0f}" if measured else "-"


def _count(rules: object) -> int:
    """The words and patterns below a table of rules; switches and numbers are none."""
    if isinstance(rules, dict):
        return sum(
            _count(below) if isinstance(below, tuple | frozenset | dict) else 1 for below in rules.values()
        )
    if isinstance(rules, tuple | frozenset):
        return len(rules)
    fields: tuple[str, ...] = getattr(rules, "__struct_fields__", ())
    return sum(_count(getattr(rules, field)) for field in fields)
