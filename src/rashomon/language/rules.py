"""A language's rules, as its file has them."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Literal

import msgspec
from msgspec import Struct

from rashomon.language.comparing_rules import CompareRules, DenyRules
from rashomon.language.reading_rules import NameRules, NumberRules, QuotationRules, SentenceRules, TimeRules


class Language(Struct, frozen=True, forbid_unknown_fields=True):
    """One language. ``code`` is BCP 47; ``depth`` "cldr" is ICU and CLDR alone."""

    code: str = "und"
    depth: Literal["full", "basic", "cldr"] = "cldr"
    sentences: SentenceRules = SentenceRules()
    numbers: NumberRules = NumberRules()
    times: TimeRules = TimeRules()
    quotations: QuotationRules = QuotationRules()
    names: NameRules = NameRules()
    compare: CompareRules = CompareRules()
    deny: DenyRules = DenyRules()


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
