"""What a language's file says to those who compare its texts, by section."""

from __future__ import annotations

from msgspec import Struct


class CompareRules(Struct, frozen=True, forbid_unknown_fields=True):
    """Words that comparing needs, lower-cased words or phrases.

    ``firsts`` claim to be the first, ``since`` bounds the time that this holds for ("since 1998"), ``whens``
    open a clause on a time that stands before it (", when 52 people drowned"). ``counts``
    gives, for each class of what is counted (killed, injured, missing, arrested, rescued, displaced), the
    beginnings of words that stand beside such figures, and ``people`` the beginnings of nouns for the people
    who are counted; ``persons`` are those for people of any kind. ``crowds`` are beginnings of words beside
    the size of a crowd. ``parts`` make a figure one of others or a part of another ("other", "including").
    ``doubts`` leave open what they stand beside ("unclear", "no confirmation"), ``denials`` are verbs that
    say it is not so ("denied"), and nothing else. ``causes`` stand before a cause ("because of"),
    ``causes_after`` and ``effects`` behind one ("caused the"), ``cause_ends`` end one that ``causes`` began.
    ``actors`` gives, for each kind of those who act (army, police, rebels, protesters, gangs, forces), the
    beginnings of words for them; ``agents`` stand before and ``agents_after`` behind who did it ("by"),
    ``agent_endings`` end words for them, ``charges`` say whose doing it was ("blamed"). ``ages`` stand right
    behind the number of a person's years ("years old"). ``deeds`` gives beginnings of verbs by what they say
    in any language ("sign").
    """

    firsts: frozenset[str] = frozenset()
    since: frozenset[str] = frozenset()
    whens: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()
    persons: frozenset[str] = frozenset()
    crowds: frozenset[str] = frozenset()
    parts: frozenset[str] = frozenset()
    doubts: frozenset[str] = frozenset()
    denials: frozenset[str] = frozenset()
    causes: frozenset[str] = frozenset()
    causes_after: frozenset[str] = frozenset()
    effects: frozenset[str] = frozenset()
    cause_ends: frozenset[str] = frozenset()
    agents: frozenset[str] = frozenset()
    agents_after: frozenset[str] = frozenset()
    agent_endings: tuple[str, ...] = ()
    charges: frozenset[str] = frozenset()
    ages: frozenset[str] = frozenset()
    counts: dict[str, frozenset[str]] = {}
    actors: dict[str, frozenset[str]] = {}
    deeds: dict[str, frozenset[str]] = {}


class DenyRules(Struct, frozen=True, forbid_unknown_fields=True):
    """Words that turn what is told into its contrary, lower-cased; "…" is one to six words between two.

    ``negations`` stand in a clause ("not", "nobody"), ``denials`` say that something is not so ("rejected");
    ``neither`` hold such words without denying anything ("not only", "no fewer than"). ``plain`` are the
    negations that stand beside a verb ("not"), ``plain_beside`` go with one ("ne … pas"). ``behind_verbs``
    are the negations that stand behind the verb that they negate ("funktionierte nicht").
    """

    negations: frozenset[str] = frozenset()
    denials: frozenset[str] = frozenset()
    neither: frozenset[str] = frozenset()
    plain: frozenset[str] = frozenset()
    plain_beside: frozenset[str] = frozenset()
    behind_verbs: frozenset[str] = frozenset()
