"""Who reads: their language, and every label, number, date and measure in it.

Labels stand in ``web/words``, one file a language; numbers, dates, units and names of languages and countries
are CLDR's, through ICU.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from string import Formatter
from typing import TYPE_CHECKING

from babel import Locale
from markupsafe import Markup, escape

from rashomon.report.reader import shown_in
from rashomon.report.words import country_name, harmless, language_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import icu

_WORDS = files("rashomon.web") / "words"
_ASKED = re.compile(
    r"([A-Za-z]{2,3}|\*)(?:-([A-Za-z]{4}))?(?:-([A-Za-z]{2}|[0-9]{3}))?(?:-[A-Za-z0-9]+)*", re.ASCII
)
MOST_ASKED = 20  # languages of a header that are looked at
FALLBACK = "en"  # for who reads none of ours
NO_COUNTRY = {FALLBACK: f"{FALLBACK}-001"}  # where none is named: days before months, as in most of them


class Reader:
    """A reader of one language.

    ``language`` is one of ``languages()``, ``locale`` adds the country where it is known, ``direction`` is
    that of their script.
    """

    def __init__(self, language: str, locale: str) -> None:
        self.language = language
        self.locale = locale
        self.direction = str(Locale(language).text_direction)

    def say(self, key: str, n: float | None = None, /, **values: object) -> Markup:
        """A label by its key, with what it has room for; ``n`` chooses the plural form and is shown as {n}.

        Values are escaped, and each that is text of somebody else's ought to be in a ``bdi`` already.
        """
        entry = _labels(self.language)[key]
        if isinstance(entry, dict):
            entry = entry.get(_plural(self.locale).select(n or 0), entry["other"])
        if n is not None:
            values["n"] = self.number(n)
        ready = {name: escape(harmless(one) if type(one) is str else one) for name, one in values.items()}
        return Markup("".join(ready[part] if is_room else part for part, is_room in _parts(entry)))

    def number(self, value: float) -> str:
        """A number with the reader's signs for thousands and decimals."""
        return str(_numbers(self.locale).formatDouble(float(value)))

    def measure(self, value: float, unit: str) -> str:
        """A number with its unit, a CLDR unit or an ISO 4217 currency; other units stand as they are."""
        formatter = _measures(self.locale, unit)
        return str(formatter.formatDouble(float(value))) if formatter else f"{self.number(value)} {unit}"

    def listed(self, items: Iterable[object]) -> Markup:
        """ "A, B and C"; foreign names each in a ``bdi``."""
        ready = [
            one if hasattr(one, "__html__") else Markup("<bdi>{}</bdi>").format(harmless(str(one)))
            for one in items
        ]
        marks = [f"\ue000{number}\ue001" for number in range(len(ready))]
        written = str(_lists(self.locale).format(marks)) if marks else ""
        return Markup(re.sub("\ue000([0-9]+)\ue001", lambda found: str(ready[int(found[1])]), written))

    def language_name(self, code: str) -> str:
        """The name of a BCP 47 code; what is none is said to be unknown."""
        if code.lower() == "und" or not re.fullmatch("[A-Za-z0-9]{1,8}([-_][A-Za-z0-9]{1,8})*", code):
            return str(self.say("language.unknown"))
        return _named(self.locale, code)

    def language_names(self, codes: Iterable[str]) -> tuple[str, ...]:
        """The names of some languages, as the reader's dictionary orders them."""
        return tuple(sorted({self.language_name(code) for code in codes}, key=_order(self.locale).getSortKey))

    def language_counts(self, counts: Mapping[str, int]) -> str:
        """How often something is in which language: "English ×3 · French ×1"."""
        return " · ".join(f"{self.language_name(code)}\u00a0×{self.number(n)}" for code, n in counts.items())

    def country_name(self, code: str) -> str:
        """The name of an ISO 3166-1 alpha-2 code."""
        with shown_in(self.locale):
            return country_name(code)


def reader_of(asked: Iterable[str | None], header: str = "") -> Reader:
    """The reader who asked for a language, by the first of some choices that we have, else by their browser.

    Args:
        asked: what was chosen, the strongest first, such as a parameter and a cookie.
        header: ``Accept-Language`` (RFC 9110).
    """
    wanted = [one for one in asked if one] + _accepted(header)
    spoken = [found for one in wanted if (found := _ASKED.fullmatch(one)) and found[1].lower() in languages()]
    if not spoken:
        return _reader(FALLBACK, "")
    language = spoken[0][1].lower()
    # Whoever chose a language by hand still lives where their browser says.
    regions = [found[3] for found in spoken if found[1].lower() == language and found[3]]
    return _reader(language, regions[0].upper() if regions else "")


def kind_of_unit(unit: str) -> str:
    """What a unit measures, as ICU names it ("length", "duration", "currency"); "" where it is unknown."""
    measure = _unit(unit)
    return str(measure.getType()) if measure else ""


@cache
def _reader(language: str, region: str) -> Reader:
    return Reader(language, f"{language}-{region}" if region else NO_COUNTRY.get(language, language))


def _accepted(header: str) -> list[str]:
    weighed = []
    for place, part in enumerate(header[:500].split(",")[:MOST_ASKED]):
        tag, _, weight = part.partition(";")
        found = re.fullmatch(r"\s*q=(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)\s*", weight) if weight else None
        share = float(found[1]) if found else 0.0 if weight else 1.0
        if share:
            weighed.append((-share, place, tag.strip()))
    return [tag for _, _, tag in sorted(weighed)]


@cache
def languages() -> dict[str, str]:
    """The languages that there are labels in, by their codes, each with its own name for itself."""
    codes = sorted(
        file.name.removesuffix(".toml") for file in _WORDS.iterdir() if file.name.endswith(".toml")
    )
    names = {code: str(Locale(code).get_display_name(code)) for code in codes}
    return {code: name[:1].upper() + name[1:] for code, name in names.items()}


@cache
def _labels(language: str) -> dict[str, str | dict[str, str]]:
    """The labels of a language: ``[story] title = "…"`` is "story.title"; a table of forms is one label."""
    text = (_WORDS / f"{language}.toml").read_text("utf-8")
    return {
        f"{section}.{name}": entry
        for section, entries in tomllib.loads(text).items()
        for name, entry in entries.items()
    }


@cache
def _parts(label: str) -> tuple[tuple[str, bool], ...]:
    """A label in pieces: words, and the names of what it has room for."""
    found = []
    for words, room, *_ in Formatter().parse(label):
        found += [(words, False)] if words else []
        found += [(room, True)] if room else []
    return tuple(found)


@lru_cache(2_048)
def _named(locale: str, code: str) -> str:
    with shown_in(locale):
        return language_name(code)


@cache
def _order(locale: str) -> icu.Collator:
    import icu

    return icu.Collator.createInstance(icu.Locale(locale))


@cache
def _plural(locale: str) -> icu.PluralRules:
    import icu

    return icu.PluralRules.forLocale(icu.Locale(locale))


@cache
def _numbers(locale: str) -> icu.LocalizedNumberFormatter:
    import icu

    return icu.NumberFormatter.withLocale(icu.Locale(locale))


@cache
def _lists(locale: str) -> icu.ListFormatter:
    import icu

    return icu.ListFormatter.createInstance(icu.Locale(locale))


@lru_cache(512)
def _measures(locale: str, unit: str) -> icu.LocalizedNumberFormatter | None:
    import icu

    measure = _unit(unit)
    if measure is None:
        return None
    width = (
        icu.UNumberUnitWidth.ISO_CODE if measure.getType() == "currency" else icu.UNumberUnitWidth.FULL_NAME
    )
    formatter = icu.NumberFormatter.withLocale(icu.Locale(locale)).unit(measure).unitWidth(width)
    return formatter.precision(icu.Precision.maxFraction(2))


@lru_cache(512)
def _unit(unit: str) -> icu.MeasureUnit | None:
    import icu

    try:
        return (
            icu.CurrencyUnit(unit) if re.fullmatch("[A-Z]{3}", unit) else icu.MeasureUnit.forIdentifier(unit)
        )
    except (icu.ICUError, UnicodeError):
        return None
