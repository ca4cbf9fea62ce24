"""The shape of a language file and its reader. A field that a file leaves out is empty."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import msgspec
from msgspec import Struct


class SentenceRules(Struct, frozen=True, forbid_unknown_fields=True):
    """How sentences end. ``abbreviations`` don't end one, with their full stop."""

    abbreviations: frozenset[str] = frozenset()


class NumberRules(Struct, frozen=True, forbid_unknown_fields=True):
    """How quantities are worded beyond what CLDR and ICU's spelled numbers know."""


class TimeRules(Struct, frozen=True, forbid_unknown_fields=True):
    """How times are worded beyond CLDR's names of months, weekdays and parts of day."""


class QuotationRules(Struct, frozen=True, forbid_unknown_fields=True):
    """Which words give words to a speaker, and how they stand to them."""


class NameRules(Struct, frozen=True, forbid_unknown_fields=True):
    """Titles, honorifics, words of organisations and places, and how names are written."""


class CompareRules(Struct, frozen=True, forbid_unknown_fields=True):
    """Words that comparing needs: negation, denial, firsts and superlatives."""

    negations: frozenset[str] = frozenset()


class Language(Struct, frozen=True, forbid_unknown_fields=True):
    """One language. ``code`` is BCP 47, ``depth`` says how deeply it is read."""

    code: str = "und"
    sentences: SentenceRules = SentenceRules()
    numbers: NumberRules = NumberRules()
    times: TimeRules = TimeRules()
    quotations: QuotationRules = QuotationRules()
    names: NameRules = NameRules()
    compare: CompareRules = CompareRules()


@cache
def codes() -> tuple[str, ...]:
    """The languages that have a file of their own, sorted."""
    data = files("rashomon.language") / "data"
    return tuple(sorted(f.name.removesuffix(".toml") for f in data.iterdir() if f.name.endswith(".toml")))


@cache
def load(code: str) -> Language:
    """The language of a BCP 47 code (``pt-BR`` falls back to ``pt``); one without a file has empty rules."""
    base = code.replace("_", "-").split("-")[0].lower()
    if base not in codes():
        return Language(code=base)
    text = (files("rashomon.language") / "data" / f"{base}.toml").read_text("utf-8")
    return msgspec.toml.decode(text, type=Language)
