"""Which language an article is in: its code put in order where it is given, detected where it is not."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import icu

if TYPE_CHECKING:
    from collections.abc import Callable

# A text is long enough to be sure of after this many characters; page furniture in another language
# no longer weighs.
_DETECTION_CHARACTERS = 3_000
# Below this share of the probability the best guess of a short text is mostly wrong.
_LEAST_PROBABILITY = 0.15


def normalise(name: str) -> str | None:
    """The BCP 47 language of a code or of an English name, without script and region, or None.

    ``pt_BR`` and ``por`` are ``pt``, ``Vietnamese`` is ``vi``; what names no language that CLDR knows
    is None. Script and region are left out so that articles of one language are taken together.
    """
    name = name.strip().replace("_", "-")
    if not name or not name.isascii() or len(name) > 50:
        return None
    if code := _by_english_name().get(name.lower()):
        return code
    try:
        code = icu.Locale.createCanonical(name).getLanguage()
    except icu.ICUError:
        return None
    return code if code in _known() else None


def detect(text: str) -> str:
    """The language that the text is written in, or ``und`` where its letters don't tell."""
    return detect_with_probability(text)[0]


def detect_with_probability(text: str) -> tuple[str, float]:
    """The language and how likely it is among those that are known (0 to 1)."""
    if not any(map(str.isalpha, text)):
        return "und", 0.0
    code, probability = _classifier()(text[:_DETECTION_CHARACTERS])
    if probability < _LEAST_PROBABILITY:
        return "und", probability
    return normalise(code) or "und", probability


def is_sure(text: str, code: str) -> bool:
    """Whether the text is long enough to be detected as ``code`` without doubt."""
    if len(text) < 200:
        return False
    found, probability = detect_with_probability(text)
    return found == code and probability > 0.9


@cache
def _known() -> frozenset[str]:
    return frozenset(code for code in icu.Locale.getISOLanguages() if code not in ("mul", "und", "zxx"))


@cache
def _by_english_name() -> dict[str, str]:
    english = icu.Locale("en")
    names = {icu.Locale(code).getDisplayLanguage(english).lower(): code for code in sorted(_known(), key=len)}
    canonical = {name: icu.Locale.createCanonical(code).getLanguage() for name, code in names.items()}
    return {name: code for name, code in canonical.items() if len(name) > 3}


@cache
def _classifier() -> Callable[[str], tuple[str, float]]:
    from rashomon.sources.classifier import open_classifier

    return open_classifier()
