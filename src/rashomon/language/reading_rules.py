"""What a language's file says to those who read its texts, by section."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct


class SentenceRules(Struct, frozen=True, forbid_unknown_fields=True):
    """How sentences end. All words in lower case.

    ``abbreviations`` (with their full stop) don't end one; ``before_digits`` don't where digits follow
    (CLDR's months are known anyway). ``starters`` are words that open a sentence even after initials or an
    abbreviation such as "p.m."; ``ordinal_stop``: a number with a full stop is an ordinal ("31. Oktober").

    ``furniture`` are whole lines of a page that belong to no report ("read more"), where "…" stands for one
    to four words; ``furniture_signs`` mark such a line wherever they stand in it ("all rights reserved").
    """

    abbreviations: frozenset[str] = frozenset()
    before_digits: frozenset[str] = frozenset()
    starters: frozenset[str] = frozenset()
    ordinal_stop: bool = False
    furniture: frozenset[str] = frozenset()
    furniture_signs: frozenset[str] = frozenset()


class NumberRules(Struct, frozen=True, forbid_unknown_fields=True):
    """How quantities are worded beyond what CLDR and ICU's spelled numbers know. All words in lower case."""

    numerals: dict[str, float] = {}  # spelled numbers that ICU lacks: inflected, fused, with an article
    ones: frozenset[str] = frozenset()  # numerals that are an article, a pronoun or another word too
    ones_count: frozenset[str] = frozenset()  # nouns before which they do count
    scales: dict[str, float] = {}  # powers of ten beyond CLDR's: "mil", "bn"
    collectives: dict[str, float] = {}  # "dozen", "veintena", after a number or an article
    vague: dict[str, float] = {}  # "dozens": from so many to ten times (below ten: thrice) as many; 0: none
    additions: frozenset[str] = frozenset()  # "and" inside a spelled number
    halves: frozenset[str] = frozenset()  # "and a half" after a number or a scale
    half_endings: frozenset[str] = frozenset()  # the same written onto a number: "zweieinhalb"
    respelled: dict[str, str] = {}  # letters that news write in a second way too: "ü" as "ue"
    fractions: dict[str, float] = {}  # words that are a fraction by themselves: "half"
    denominators: dict[str, float] = {}  # "third", "quarters", after a number or one of one_of
    denominator_endings: frozenset[str] = frozenset()  # ICU's ordinals with these are denominators too
    one_denominator_endings: frozenset[str] = frozenset()  # the same where the numerator is one
    denominator_suffixes: frozenset[str] = frozenset()  # numerals with these are denominators: "onceavo"
    parts_need_link: bool = False  # "a third" is a fraction only before "of"
    formal: dict[str, float] = {}  # number characters that are common words when they stand alone
    scores: frozenset[str] = frozenset()  # between the two numbers of a score, never of a range
    one_of: frozenset[str] = frozenset()  # articles that count one before a denominator: "a"
    fraction_joiners: frozenset[str] = frozenset()  # beside additions, between a whole and a fraction
    over: frozenset[str] = frozenset()  # between numerator and denominator, both counted: "phần"
    under: frozenset[str] = frozenset()  # the same with the denominator first: "分之"
    points: frozenset[str] = frozenset()  # "point" of "one point five", beyond ICU's
    minus: frozenset[str] = frozenset()  # "minus" before a number, beyond ICU's
    and_more: frozenset[str] = frozenset()  # inside a number, before its power of ten: "十多万"
    about: frozenset[str] = frozenset()
    at_least: frozenset[str] = frozenset()  # "at least", "more than", before the number
    at_most: frozenset[str] = frozenset()  # "up to", "fewer than", before the number
    about_after: frozenset[str] = frozenset()
    at_least_after: frozenset[str] = frozenset()
    at_most_after: frozenset[str] = frozenset()
    at_most_endings: frozenset[str] = frozenset()  # what the word before at_most_after must end with, if any
    # After the counted noun, beside the *_after of several words: "34 Gäste *maximal*". One that begins with
    # "-" asks for an ending of the noun: "-den fazla".
    bounds_last: dict[str, Literal["about", "at_least", "at_most"]] = {}
    another: frozenset[str] = frozenset()  # between a bound and its number: "at least *another* 34"
    between: frozenset[str] = frozenset()  # opens a range whose numbers are joined by between_joiners
    between_joiners: frozenset[str] = frozenset()
    range_joiners: frozenset[str] = frozenset()
    percent: frozenset[str] = frozenset()
    percent_before: frozenset[str] = frozenset()
    money: dict[str, str] = {}  # currencies: an ISO 4217 code, a sign to ask CLDR for, or "" for unknown
    units: dict[str, str] = {}  # CLDR identifiers of units
    not_units: frozenset[str] = frozenset()  # CLDR's abbreviations of units that are common words
    part_of: frozenset[str] = frozenset()  # between the part and the whole: "of the"
    one_in: frozenset[str] = frozenset()  # the same after one alone: "one *in* ten"
    noun_in: frozenset[str] = frozenset()  # the same after a noun, before a number without one
    possessives: frozenset[str] = frozenset()  # ends of words that a link and the whole stand around: "'s"
    whole_first: frozenset[str] = frozenset()  # between the whole and the part
    labels: frozenset[str] = frozenset()  # words whose number is a name: "article 7"
    labels_after: frozenset[str] = frozenset()  # the same after it: "14 Elm *Street*", "14, *rue* …"
    ordinals: frozenset[str] = frozenset()  # words and signs before an ordinal number
    ordinal_endings: frozenset[str] = frozenset()
    ages: frozenset[str] = frozenset()  # words before a number that make it an age
    ages_with_unit: frozenset[str] = frozenset()  # words before a number of years that do: "tiene"
    ages_after: frozenset[str] = frozenset()  # words after a number or its unit that do
    year_words: frozenset[str] = frozenset()  # words before a number of four digits that make it a year
    space_groups: bool = False  # a plain space groups digits
    attached: frozenset[str] = frozenset()  # letters written onto the front of a number
    suffixes: frozenset[str] = frozenset()  # endings that an apostrophe joins to a number: "30'dan"
    classifiers: frozenset[str] = frozenset()  # between the number and the noun, no part of it
    skipped: frozenset[str] = frozenset()  # between the number and the noun: "other", "of his"
    links: frozenset[str] = frozenset()  # joins two nouns: "of"
    noun_stops: frozenset[str] = frozenset()  # words before which a counted noun ends
    verb_endings: frozenset[str] = frozenset()  # a later word of a noun phrase ends it with these
    plural_endings: frozenset[str] = frozenset()  # every later word of a counted noun phrase has one of these
    capital_nouns: bool = False  # nouns are written with a capital
    longest_noun: int = 4  # words


class TimeRules(Struct, frozen=True, forbid_unknown_fields=True):
    """How times are worded beyond CLDR's names of months, weekdays and parts of day.

    Lists hold templates: ``{slot}`` is a value, ``[x]`` may be absent, ``(x|y)`` is one of both, a space is
    any white space. Slots: day, day2, m (month as a number), month, anymonth (short names too), month2, year,
    year2, yy, yearword, tens (1990 of the 1990s, 90), decade (a word for it), century (a word or a number),
    season, holiday, ord (an ordinal number), weekday, wd (short names too), dayperiod ("Freitagabend"),
    dayword, dayord, monthord and hourord (ordinal numbers in words), hour, minute, second, hhmm, hourword, h
    and mm (in digits or words), plus and minus (minutes counted from an hour), half (a.m., p.m.), zone,
    place, period (part of day), n (a number),
    k (one that is passed over), unit, cal (week, weekend, month, quarter, year, decade, century), day_unit,
    clock_unit, open and close (parentheses), end (of a clause); {x} in ``past`` and its like, {a} and {b} in
    ``ranges``.
    """

    names: Literal["capital", "small", "any"] = "any"  # how names of months and weekdays are written
    common: frozenset[str] = frozenset()  # of these, those that are other words too when written small
    prefixes: tuple[str, ...] = ()  # letters that are written onto the next word
    also: tuple[str, ...] = ()  # words between the parts of a duration: "two hours and ten minutes"
    weak_weekdays: bool = False  # weekdays are common words too, and need a word of ``within`` before them
    months: dict[str, tuple[str, ...]] = {}  # more names of months, by number
    weekdays: dict[str, tuple[str, ...]] = {}  # more names of weekdays, by number; 1 is Monday
    periods: dict[str, tuple[str, ...]] = {}  # morning, noon, afternoon, evening, night, midnight
    units: dict[str, tuple[str, ...]] = {}  # more forms of units of time, and decade, century
    numbers: dict[str, float] = {}  # words that count beyond ICU's spelled numbers ("a", "half a")
    day_suffixes: tuple[str, ...] = ()  # "th" of 20th
    ordinals: dict[str, int] = {}  # "third"
    seasons: dict[str, tuple[str, ...]] = {}  # 21 spring, 22 summer, 23 autumn, 24 winter, as in EDTF
    decades: dict[str, int] = {}  # words for ten years: "nineties" is 90
    centuries: dict[str, int] = {}  # words for a hundred years, by their number
    holidays: dict[str, tuple[str, ...]] = {}  # "12-25", or days from Easter: "easter-2"
    day_parts: dict[str, tuple[str, ...]] = {}  # parts of day that are written onto a weekday: evening, abend
    dates: tuple[str, ...] = ()
    parts: dict[
        str, tuple[str, ...]
    ] = {}  # quarter, half, decade, century: "[the ]{ord} quarter[ of {year}]"
    clocks: tuple[str, ...] = ()
    clocks_half: dict[str, tuple[str, ...]] = {}  # am or pm: "at {hour}a"
    clocks_loose: tuple[str, ...] = ()  # clock times only beside a day: "at {h}{end}"
    clocks_shift: dict[str, tuple[str, ...]] = {}  # minutes added to the hour: "30" is "half past {hour}"
    durations: tuple[str, ...] = ()
    more: dict[str, tuple[str, ...]] = {}  # a part added to a duration: "0.5" is "{n} {unit} and a half"
    sums: dict[str, tuple[str, ...]] = {}  # words between a length and the day that it counts from, by sign
    ago: tuple[str, ...] = ()  # before the day of publication
    ahead: tuple[str, ...] = ()  # after it
    in_time: tuple[str, ...] = ()  # after it in a clause of the future, else a length: "in {n} {unit}"
    some: tuple[str, ...] = ()  # durations of unknown length: "a few {unit}"
    some_units: dict[str, tuple[str, ...]] = {}  # the same by their unit: "jahrelang" is some years
    lengths: dict[str, tuple[str, ...]] = {}  # words for a number of units: "2 week", a fortnight
    beyond: frozenset[str] = frozenset()  # words of past and next whose weekday is not yesterday or tomorrow
    eras: dict[str, tuple[str, ...]] = {}  # words behind a year that mark its calendar: islamic
    bare_years: bool = False  # years stand without a preposition
    short_weekdays: bool = False  # short names of weekdays stand for a day beside a clock time: "Sat at 5"
    outside: tuple[str, ...] = ()  # prepositions in wordings that TIMEX3 does not count to the time: "at"
    week_of: tuple[str, ...] = ()  # words before a day whose week is meant
    same: tuple[str, ...] = ()  # the day, month or year told of last: "the same {cal}"
    earlier: tuple[str, ...] = ()  # before the day told of last
    later: tuple[str, ...] = ()  # after it
    ages: tuple[str, ...] = ()  # measured, not told in dossiers: "{n}-{unit}-old"
    ignore: tuple[str, ...] = ()  # looks like a time, but is none
    relative: dict[str, dict[str, tuple[str, ...]]] = {}  # unit, shift, words: day, -1, yesterday
    past: tuple[str, ...] = ()  # "last {x}"
    next: tuple[str, ...] = ()  # "next {x}"
    this: tuple[str, ...] = ()  # "this {x}"
    every: tuple[str, ...] = ()  # "every {x}"
    sets: dict[str, tuple[str, ...]] = {}  # unit or number of a weekday, words: day, daily
    vague: dict[
        str, tuple[str, ...]
    ] = {}  # present, past, future: "currently"; measured, not told in dossiers
    part: tuple[str, ...] = ()  # "early {x}"
    within: tuple[str, ...] = ()  # words before a month, a year or a weekday that show that it is one
    joiners: tuple[str, ...] = ()  # words between the parts of one time
    ranges: tuple[str, ...] = ()  # "from {a} to {b}"
    since: tuple[str, ...] = ()
    until: tuple[str, ...] = ()
    future: tuple[str, ...] = ()  # words that show that a weekday or a date is to come
    future_endings: tuple[str, ...] = ()
    past_endings: tuple[str, ...] = ()
    said: tuple[str, ...] = ()  # verbs of reporting, whose weekday is past
    zones: dict[str, str] = {}  # names of zones: an IANA zone or an offset
    zone_phrases: tuple[str, ...] = ()  # "{place} time", "giờ {zone}"
    local: tuple[str, ...] = ()  # "local time"


class QuotationRules(Struct, frozen=True, forbid_unknown_fields=True):
    """Which words give words to a speaker, and how they stand to them.

    All words are lower-cased. ``verbs`` introduce a clause by themselves, ``verbs_with_that`` only with one
    of ``that``, or right behind a word that ends in one of ``that_endings``; both introduce what stands
    between quotation marks. ``participles`` go on for the speaker of the same sentence ("adding that").
    ``according`` stands before a source, ``according_after`` behind one, ``tags`` between words in quotation
    marks and their speaker, ``opinions`` before a speaker whose quoted words follow ("for X, …").
    ``speakers`` are nouns that speak ("police"), ``not_speakers`` are words that no source begins with
    ("plan"). ``indefinites`` before such a noun tell that nobody known is meant ("a"). ``pronouns`` are
    subjects that name nobody, ``relatives`` mean the phrase before ("who"), ``conjunctions`` join a verb to
    another one before it ("and"). ``asides`` stand between subject and verb (auxiliaries, "also"), ``gaps``
    between verb and clause ("on", "reporters"), ``lead_ins`` before a subject ("but"). A verb right after one
    of ``unless_after`` or right before one of ``unless_before`` tells no speech. ``prefixes`` are written
    onto a verb. ``subject`` and ``subject_of_quote`` say on which side of the verb the speaker stands in
    reported speech and beside quotation marks; ``drops_subject``: "he" and "she" may be left out.
    """

    verbs: frozenset[str] = frozenset()
    verbs_with_that: frozenset[str] = frozenset()
    participles: frozenset[str] = frozenset()
    that: frozenset[str] = frozenset()
    that_endings: frozenset[str] = frozenset()
    according: frozenset[str] = frozenset()
    according_after: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    opinions: frozenset[str] = frozenset()
    speakers: frozenset[str] = frozenset()
    not_speakers: frozenset[str] = frozenset()
    indefinites: frozenset[str] = frozenset()
    pronouns: frozenset[str] = frozenset()
    relatives: frozenset[str] = frozenset()
    conjunctions: frozenset[str] = frozenset()
    asides: frozenset[str] = frozenset()
    gaps: frozenset[str] = frozenset()
    lead_ins: frozenset[str] = frozenset()
    unless_after: frozenset[str] = frozenset()
    unless_before: frozenset[str] = frozenset()
    prefixes: frozenset[str] = frozenset()
    drops_subject: bool = False
    subject: Literal["before", "after", "either"] = "either"
    subject_of_quote: Literal["before", "after", "either"] = "either"


class NameRules(Struct, frozen=True, forbid_unknown_fields=True):
    """Titles, honorifics, words of organisations and places, and how names are written.

    ``titles`` stand before a person's name, ``particles`` inside one in lower case, ``elisions`` are written
    onto the front of a name with an apostrophe, ``enclitics`` onto its end, ``clitics`` onto its front
    without one. ``joiners`` stand in lower case inside an organisation's name. ``organisation_words`` and
    ``place_words`` tell the type of a name they stand in. ``bodies`` gives the names of known organisations
    by their code, ``territories`` names of territories that CLDR lacks by ISO 3166 code. ``demonyms`` are
    adjectives of peoples and beliefs, which name nobody.
    ``locatives`` stand before a place, ``starters`` often begin a sentence, ``not_names`` are capitalised
    without naming anybody, ``given_names`` begin a person's name, ``after_names`` end a name where capitals
    don't tell its end. ``nouns_capitalised``: capitals are no sign of a name. ``borrows``: the languages
    whose names are often left as they are. ``inside`` stand before places, hardly ever before persons.
    ``syllables``: syllables are written apart, and only a word's first has its capital.
    """

    titles: frozenset[str] = frozenset()
    particles: frozenset[str] = frozenset()
    joiners: frozenset[str] = frozenset()
    elisions: frozenset[str] = frozenset()
    enclitics: frozenset[str] = frozenset()
    clitics: frozenset[str] = frozenset()
    organisation_words: frozenset[str] = frozenset()
    place_words: frozenset[str] = frozenset()
    bodies: dict[str, tuple[str, ...]] = {}
    territories: dict[str, tuple[str, ...]] = {}
    adjectives: dict[str, tuple[str, ...]] = {}  # beginnings of words that say a country, unlike its name
    # Words of organisations by what they say in any language: "x*" also begins words, "*x" also ends them,
    # "x+" begins a word only before another concept.
    concepts: dict[str, tuple[str, ...]] = {}
    roles: dict[str, tuple[str, ...]] = {}  # words of what persons do, by kind; "*" as in concepts
    demonyms: frozenset[str] = frozenset()
    locatives: frozenset[str] = frozenset()
    starters: frozenset[str] = frozenset()
    not_names: frozenset[str] = frozenset()
    given_names: frozenset[str] = frozenset()
    after_names: frozenset[str] = frozenset()
    nouns_capitalised: bool = False
    borrows: frozenset[str] = frozenset()
    inside: frozenset[str] = frozenset()
    syllables: bool = False
    case_endings: dict[str, tuple[str, ...]] = {}  # of places, and what names in a list end in instead
