"""Wordings of a language's file: what they abbreviate spelled out, and their slots put in."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from rashomon.reading.times.fold import fold_word
from rashomon.reading.times.tokens import tokenise

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from rashomon.reading.times.tries import Slot

_PARTS = re.compile(r"(\{\w+\})")
_SIGNS_BY_NAME = {"{open}": "(", "{close}": ")"}
_COUNTED = ("{n}{unit}", "{n} {unit}")


def spelled_out(template: str) -> list[str]:
    """Every form of a wording: "last[e|en]" is last, laste and lasten; slots stay as they are.

    >>> spelled_out("{n} (days|weeks) ago[, then]")
    ['{n} days ago, then', '{n} days ago', '{n} weeks ago, then', '{n} weeks ago']
    """
    forms, _ = _alternatives(template, 0)
    return list(dict.fromkeys(" ".join(form.split()) for form in forms))


def _alternatives(template: str, at: int) -> tuple[list[str], int]:
    done: list[str] = []
    forms = [""]
    while at < len(template):
        sign = template[at]
        if sign in "([":
            inner, at = _alternatives(template, at + 1)
            inner = [*inner, ""] if sign == "[" else inner
            forms = [form + more for form in forms for more in inner]
            continue
        at += 1
        if sign in ")]":
            break
        if sign == "|":
            done, forms = done + forms, [""]
        else:
            forms = [form + sign for form in forms]
    return done + forms, at


def phrases(templates: Iterable[str]) -> list[str]:
    """Every form of wordings that have no slots, folded."""
    return list(dict.fromkeys(fold_word(form) for t in templates for form in spelled_out(t) if form))


def parts_of(form: str, slots: Mapping[str, Slot], spaced: bool) -> list[str | Slot] | None:
    """The tokens and slots of a wording; None where a slot has no words in this language."""
    found: list[str | Slot] = []
    for part in _PARTS.split(form):
        if part in _SIGNS_BY_NAME:
            found.append(_SIGNS_BY_NAME[part])
        elif part.startswith("{"):
            slot = slots.get(part[1:-1])
            if slot is None:
                return None
            found.append(slot)
        elif part:
            found += _literal(part, spaced)
    return found or None


@cache
def _literal(words: str, spaced: bool) -> tuple[str, ...]:
    """The tokens of what stands between slots; white space at its ends is kept."""
    return tuple(tokenise(fold_word(f"x{words}x")[1:-1], spaced).words)


def joined_forms(form: str) -> list[str]:
    """A number and a unit may be one word."""
    return [form, *(form.replace(counted, "{compound}") for counted in _COUNTED if counted in form)]
