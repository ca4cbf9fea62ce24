"""The words we use, as frozen types.

Every span is a half-open range ``[start, end)`` of Unicode code points in its article's ``text``:
``article.text[start:end]`` is always the quoted words. Types that are part of the JSON contract
(``docs/json.md``) have the contract's field names, in its order; fields may be added, never renamed. Those
that an article has many of can be in no cycle of references: ``gc=False`` spares the collector them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from msgspec import Struct

if TYPE_CHECKING:
    from numpy import float16, float32, int32
    from numpy.typing import NDArray

FORMAT = "rashomon.dossier/1"

Verdict = Literal["agree", "differ", "single"]
EntityType = Literal["person", "organisation", "place"]
TimeType = Literal["date", "time", "duration", "interval", "set"]
ValueType = Literal["quantity", "time", "place", "name"]
DifferenceOn = Literal["quantity", "time", "place", "name", "polarity", "scope", "cause", "actor"]
DifferenceKind = Literal[
    "killed", "injured", "missing", "arrested", "rescued", "displaced", "protesting",
    "age", "day", "clock", "denied", "open",
]  # fmt: skip
SharingKind = Literal["copy", "agency", "translation", "passage"]
ArticleKind = Literal["chronology", "background", "brief", "live"]


class Article(Struct, frozen=True, kw_only=True):
    """One published report.

    ``language`` is a BCP 47 code (``und`` where unknown). ``published`` is an ISO 8601 date or date-time,
    or None. ``boilerplate`` holds the spans of page furniture, which is never compared. ``origin`` is
    given by grouping: articles that copy one another share one. So is ``kind`` where an article is no news of
    one event: a chronology, a life story or other background, news in brief, a live report of many events.
    """

    id: str
    path: str | None = None
    url: str | None = None
    outlet: str | None = None
    language: str = "und"
    published: str | None = None
    title: str | None = None
    text: str
    boilerplate: tuple[tuple[int, int], ...] = ()
    origin: str | None = None
    kind: ArticleKind | None = None


class FileArticle(Article, frozen=True, kw_only=True):
    """An article that is all that the file at its ``path`` holds; written as JSON it is any article."""


class Sentence(Struct, frozen=True, gc=False):
    """A sentence or a title line of the body; page furniture has none."""

    start: int
    end: int


class Statement(Struct, frozen=True, gc=False):
    """The sentence or clause that is compared."""

    article: str
    start: int
    end: int


class PlaceCandidate(Struct, frozen=True, kw_only=True, gc=False):
    """A city that a place's name may mean: its GeoNames id and main name, an ISO 3166-1 alpha-2 country,
    degrees and inhabitants."""

    geonames: int
    name: str
    country: str
    latitude: float
    longitude: float
    population: int


class Mention(Struct, frozen=True, kw_only=True, gc=False):
    """A span that names an entity, with what the article alone tells of it.

    ``name`` is the name without titles and honorifics ("Rasmussen" of "ông Rasmussen"); ``key`` joins the
    mentions of one entity within the article (an acronym and its expansion, a full name and its surname).
    ``geonames`` is the GeoNames id of a resolved place; ``candidates`` are what the name of another may mean.
    """

    article: str
    start: int
    end: int
    text: str
    name: str
    type: EntityType
    key: str
    country: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    geonames: int | None = None
    candidates: tuple[PlaceCandidate, ...] = ()


class Time(Struct, frozen=True, kw_only=True, gc=False):
    """A span with an EDTF value (ISO 8601-2), or an ISO 8601 duration.

    ``weekday`` is 1 (Monday) to 7 where the words name one; it is kept even where the date is unknown.
    ``calendar`` is the calendar that the words name, where it is another than the Gregorian one.
    """

    article: str
    start: int
    end: int
    text: str
    type: TimeType
    value: str
    weekday: int | None = None
    calendar: str | None = None


class Quantity(Struct, frozen=True, kw_only=True, gc=False):
    """A span with low and high bounds, a unit and what is counted.

    A bound that the words leave open is None: "more than 30" has low 30 and high None. ``of`` is the
    counted noun phrase in the article's words; ``whole`` is set where the words give a part of a whole
    ("eight of the 28").
    """

    article: str
    start: int
    end: int
    text: str
    low: float | None
    high: float | None
    approximate: bool = False
    unit: str | None = None
    of: str | None = None
    whole: float | None = None


class Quotation(Struct, frozen=True, kw_only=True, gc=False):
    """Words given to a speaker, direct or reported. ``speaker`` is an entity's id, or None."""

    article: str
    start: int
    end: int
    text: str
    direct: bool
    speaker: str | None = None
    speaker_text: str | None = None


class Encoding(Struct, frozen=True, eq=False):
    """What the encoder makes of one text.

    ``vector`` (float32, shape (d,)) has length 1. ``states`` (shape (n, d); float32, in an account float16,
    which changes no claim) are the last hidden states of the n tokens of the text itself, without prefix and
    special tokens; ``offsets`` (int32, shape (n, 2)) are their spans in the text, in code points.
    """

    vector: NDArray[float32]
    states: NDArray[float32 | float16]
    offsets: NDArray[int32]


class Account(Struct, frozen=True, kw_only=True, eq=False):
    """One article and everything it says.

    ``encodings`` has one entry per statement, in order; ``lead`` is the vector of the title and the first
    lines, read as one passage (float32, shape (dimension,)), or None where the article says nothing.
    """

    article: Article
    sentences: tuple[Sentence, ...]
    statements: tuple[Statement, ...]
    mentions: tuple[Mention, ...] = ()
    times: tuple[Time, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    encodings: tuple[Encoding, ...] = ()
    lead: NDArray[float32] | None = None


class Passage(Struct, frozen=True, gc=False):
    """Words of an article, by where they stand."""

    article: str
    start: int
    end: int


class Sharing(Struct, frozen=True, kw_only=True):
    """Articles that are one witness, why, and by which words of each.

    ``copy``: much of one stands in another word for word; ``agency``: they credit one agency for much the
    same report; ``translation``: one tells, sentence by sentence, what another tells in another language.
    These have an ``origin``, which the articles share. ``passage``: some of their words are one witness'; the
    articles themselves are not, and ``origin`` is the one that these words count for. Where ``certain`` is
    false the articles may be one witness, but are counted apart.
    """

    why: SharingKind
    articles: tuple[str, ...]
    origin: str | None = None
    agency: str | None = None
    certain: bool = True
    passages: tuple[Passage, ...] = ()


class Story(Struct, frozen=True, eq=False):
    """The accounts of one event, ordered by their articles' ids; each article carries its origin."""

    id: str
    accounts: tuple[Account, ...]
    shared: tuple[Sharing, ...] = ()


class Evidence(Struct, frozen=True, gc=False):
    """A statement's article and span, with the quoted words."""

    article: str
    start: int
    end: int
    quote: str


class Value(Struct, frozen=True, kw_only=True, gc=False):
    """A value that a claim's evidence gives; ``value`` is normalised, ``of`` says what is counted.

    ``agrees`` is true where another origin gives a value of the same thing that can be true at once.
    ``published`` is when its article was, as the article has it.
    """

    article: str
    start: int
    end: int
    text: str
    type: ValueType
    value: str
    unit: str | None = None
    of: str | None = None
    agrees: bool = False
    published: str | None = None


class Difference(Struct, frozen=True, kw_only=True):
    """On what the accounts of a claim part, why in one plain sentence, and the values that part.

    ``development`` is set where each later report gives more, so that it may supersede the earlier ones; the
    values then stand in the order of telling. ``kind`` says more on ``on``: whom figures count (killed,
    injured, missing, arrested, rescued, displaced, protesting), whether times are a day or a clock time,
    whether what is told is denied or left open.
    """

    on: DifferenceOn
    why: str
    values: tuple[Value, ...] = ()
    development: bool = False
    kind: DifferenceKind | None = None


class Attribution(Struct, frozen=True, kw_only=True):
    """Whom articles name as the source of what a claim says, and the words that they give to it.

    ``entity`` is the id of an entity of the story, or None; ``text`` is how the source is called.
    """

    text: str
    entity: str | None = None
    evidence: tuple[Passage, ...] = ()


class Claim(Struct, frozen=True, kw_only=True):
    """Statements of several articles (or one) that tell of the same fact.

    ``text`` quotes the clearest statement, in ``language``. ``origins`` counts independent origins,
    never articles. ``score`` is the weakest link between its statements, 0 to 1; 1 where there is one.
    """

    id: str
    text: str
    language: str
    verdict: Verdict
    origins: int
    score: float
    evidence: tuple[Evidence, ...]
    values: tuple[Value, ...] = ()
    difference: Difference | None = None
    attributions: tuple[Attribution, ...] = ()


class EntityName(Struct, frozen=True, gc=False):
    """One name that an entity was given, in which language and how often."""

    text: str
    language: str
    count: int


class EntityMention(Struct, frozen=True, gc=False):
    """Where an entity is named."""

    article: str
    start: int
    end: int


class Entity(Struct, frozen=True, kw_only=True):
    """A person, organisation or place, with every name that it was given, in every language.

    ``country`` is an ISO 3166-1 alpha-2 code, ``geonames`` the GeoNames id of a resolved place. A place whose
    name may mean several has neither, and its ``candidates``, the most populous first.
    """

    id: str
    type: EntityType
    name: str
    country: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    names: tuple[EntityName, ...] = ()
    mentions: tuple[EntityMention, ...] = ()
    geonames: int | None = None
    candidates: tuple[PlaceCandidate, ...] = ()


class TimelineEntry(Struct, frozen=True):
    """The claims of what happened at one EDTF time; ``foreseen`` ones were yet to come when told."""

    when: str
    claims: tuple[str, ...]
    foreseen: tuple[str, ...] = ()


class Revision(Struct, frozen=True, kw_only=True):
    """What a later version of an article changed: sentences that are new in it, and those that are gone.

    ``version`` counts from 1; ``added`` is when the library had it, as ISO 8601.
    """

    article: str
    version: int
    added: str
    new: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


class Dossier(Struct, frozen=True, kw_only=True):
    """What comparing makes of a story."""

    id: str
    title: str
    languages: tuple[str, ...]
    articles: tuple[str, ...]
    origins: int
    claims: tuple[Claim, ...] = ()
    entities: tuple[Entity, ...] = ()
    times: tuple[Time, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    timeline: tuple[TimelineEntry, ...] = ()
    shared: tuple[Sharing, ...] = ()
    revisions: tuple[Revision, ...] = ()


class MadeBy(Struct, frozen=True):
    """Which program and which weights made a document."""

    rashomon: str
    encoder: str
    tagger: str


class Document(Struct, frozen=True, kw_only=True):
    """Everything that one run prints: the articles that were read and a dossier per story."""

    format: str = FORMAT
    made_by: MadeBy
    articles: tuple[Article, ...]
    stories: tuple[Dossier, ...]


class Unread(Struct, frozen=True):
    """An input that could not be read, and why. ``where`` names the file, with the line where it has one."""

    where: str
    why: str
