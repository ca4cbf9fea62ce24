"""How well a document's claims agree with those that a careful reader found.

Alignment is measured over pairs of evidence that stand in different articles. A gold pair is found where a
claim holds a pair that overlaps it; a pair of ours is right where it overlaps a gold pair of a claim that
several articles make. Two spans overlap where they share half of the shorter one. A span of more than 400
code points overlaps nothing, since whole paragraphs would overlap everything.
"""

from __future__ import annotations

import re
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from rashomon.evaluation.gold import GoldError
from rashomon.evaluation.score import harmonic, share

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from rashomon.evaluation.gold import Gold, GoldClaim
    from rashomon.model import Claim, Document, Verdict

LONGEST = 400  # code points
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_DATE = r"(?:\d{4}|XXXX)-[\dX]{2}(?:-[\dX]{2})?(?:T\d\d:\d\d)?"
_CLOCK = r"T\d\d:\d\dZ?"
_DURATION = r"P\d+[DWMY]"
_TIME = re.compile(f"{_DATE}|{_CLOCK}|{_DURATION}")


class Place(NamedTuple):
    """A span of one article, in code points."""

    article: str
    start: int
    end: int


Pair = tuple[Place, Place]


class ClaimScore(Struct, frozen=True, kw_only=True):
    """Counts of one story, or of several added up, and the measures that follow from them.

    ``found`` counts what of the gold the document has, ``right`` what of the document the gold has.
    Pairs are of evidence in different articles; ``gold_claims`` are those that several articles make.
    """

    gold_pairs: int = 0
    found_pairs: int = 0
    our_pairs: int = 0
    right_pairs: int = 0
    gold_claims: int = 0
    found_claims: int = 0
    right_verdicts: int = 0
    gold_differ: int = 0
    found_differ: int = 0
    our_differ: int = 0
    right_differ: int = 0
    gold_values: int = 0
    found_values: int = 0
    evidence: int = 0
    evidence_length: int = 0

    def __add__(self, other: ClaimScore) -> ClaimScore:
        names = self.__struct_fields__
        return ClaimScore(**{name: getattr(self, name) + getattr(other, name) for name in names})

    @property
    def precision(self) -> float:
        """The share of our pairs that are right. A lower bound: the gold has not every fact."""
        return share(self.right_pairs, self.our_pairs)

    @property
    def recall(self) -> float:
        """The share of the gold's pairs that are found."""
        return share(self.found_pairs, self.gold_pairs)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall of the alignment."""
        return harmonic(self.precision, self.recall)

    @property
    def differ_precision(self) -> float:
        """The share of our ``differ`` claims that hold a pair of a gold ``differ`` claim."""
        return share(self.right_differ, self.our_differ)

    @property
    def differ_recall(self) -> float:
        """The share of the gold's ``differ`` claims that are found, and said to differ."""
        return share(self.found_differ, self.gold_differ)

    @property
    def differ_f1(self) -> float:
        """The harmonic mean of precision and recall of the verdict ``differ``."""
        return harmonic(self.differ_precision, self.differ_recall)

    @property
    def mean_evidence(self) -> float:
        """The mean length of a piece of our evidence, in code points."""
        return share(self.evidence_length, self.evidence)


def score_claims(gold: Gold, document: Document) -> ClaimScore:
    """The counts of one story.

    Args:
        gold: what a reader found.
        document: what the program made of the same articles, in one story or several.

    Raises:
        GoldError: a gold quote is not in its article as the document has it, or evidence does not quote it.
    """
    texts = {article.id: article.text for article in document.articles}
    claims = [claim for story in document.stories for claim in story.claims]
    places = [_places_of(claim, texts) for claim in claims]
    ours = _by_articles(
        (pair, claim.verdict) for claim, spans in zip(claims, places, strict=True) for pair in _across(spans)
    )

    total = _score_of_document(places)
    all_pairs: list[Pair] = []
    differing: list[Pair] = []
    for claim in gold.claims:
        spans = places_of_gold(claim, texts, gold.story)
        total += _score_of_values(claim, spans, document)
        if claim.verdict == "single":
            continue
        pairs = _across(spans)
        all_pairs += pairs
        differing += pairs if claim.verdict == "differ" else []
        total += _score_of_gold_claim(claim.verdict, pairs, ours)
    return total + _score_of_our_claims(claims, places, all_pairs, differing)


def _places_of(claim: Claim, texts: Mapping[str, str]) -> list[Place]:
    for piece in claim.evidence:
        if texts.get(piece.article, "")[piece.start : piece.end] != piece.quote:
            raise GoldError(f"claim {claim.id}: its evidence does not quote article {piece.article}")
    return [Place(piece.article, piece.start, piece.end) for piece in claim.evidence]


def places_of_gold(claim: GoldClaim, texts: Mapping[str, str], story: str) -> list[Place]:
    """Where the quotes of a gold claim stand. Raises GoldError where one does not."""
    places = []
    for piece in claim.evidence:
        start = texts.get(piece.article, "").find(piece.quote)
        if start < 0 or piece.article not in texts:
            raise GoldError(f"{story}: a quote of claim {claim.id} is not in article {piece.article}")
        places.append(Place(piece.article, start, start + len(piece.quote)))
    return places


def _across(places: Sequence[Place]) -> list[Pair]:
    """The pairs of places that stand in different articles."""
    return [(one, other) for one, other in combinations(places, 2) if one.article != other.article]


def overlap(one: Place, other: Place) -> bool:
    """Whether two places share at least half of the shorter one; never where one is longer than the limit."""
    if one.article != other.article:
        return False
    lengths = (one.end - one.start, other.end - other.start)
    if max(lengths) > LONGEST:
        return False
    common = min(one.end, other.end) - max(one.start, other.start)
    return common > 0 and common * 2 >= min(lengths)


def _match(one: Pair, other: Pair) -> bool:
    """Whether both places of a pair overlap those of another, in either order."""
    straight = overlap(one[0], other[0]) and overlap(one[1], other[1])
    return straight or (overlap(one[0], other[1]) and overlap(one[1], other[0]))


def _articles(pair: Pair) -> frozenset[str]:
    return frozenset(place.article for place in pair)


def _by_articles(pairs: Iterable[tuple[Pair, Verdict]]) -> dict[frozenset[str], list[tuple[Pair, Verdict]]]:
    """Pairs by the two articles that they stand in: others cannot overlap."""
    table: dict[frozenset[str], list[tuple[Pair, Verdict]]] = {}
    for pair, verdict in pairs:
        table.setdefault(_articles(pair), []).append((pair, verdict))
    return table


def _score_of_document(places: Sequence[Sequence[Place]]) -> ClaimScore:
    spans = [span for claim in places for span in claim]
    return ClaimScore(evidence=len(spans), evidence_length=sum(span.end - span.start for span in spans))


def _score_of_gold_claim(
    verdict: Verdict, pairs: Sequence[Pair], ours: Mapping[frozenset[str], list[tuple[Pair, Verdict]]]
) -> ClaimScore:
    found = [{said for mine, said in ours.get(_articles(pair), ()) if _match(pair, mine)} for pair in pairs]
    verdicts = set().union(*found)
    differ = verdict == "differ"
    return ClaimScore(
        gold_pairs=len(pairs),
        found_pairs=sum(bool(said) for said in found),
        gold_claims=1,
        found_claims=int(bool(verdicts)),
        right_verdicts=int(verdict in verdicts),
        gold_differ=int(differ),
        found_differ=int(differ and "differ" in verdicts),
    )


def _score_of_our_claims(
    claims: Sequence[Claim],
    places: Sequence[Sequence[Place]],
    all_pairs: Sequence[Pair],
    differing: Sequence[Pair],
) -> ClaimScore:
    ours = right = said_differ = right_differ = 0
    for claim, spans in zip(claims, places, strict=True):
        pairs = _across(spans)
        ours += len(pairs)
        right += sum(any(_match(pair, gold) for gold in all_pairs) for pair in pairs)
        if claim.verdict == "differ":
            said_differ += 1
            right_differ += any(_match(pair, gold) for pair in pairs for gold in differing)
    return ClaimScore(our_pairs=ours, right_pairs=right, our_differ=said_differ, right_differ=right_differ)


def _score_of_values(claim: GoldClaim, spans: Sequence[Place], document: Document) -> ClaimScore:
    """A value is found where a quantity or a time over the claim's evidence in that article has it."""
    gold = found = 0
    for value in claim.values or ():
        words = str(value.value)
        time, numbers = _TIME.search(words), _numbers(words)
        if not time and not numbers:
            continue
        here = [span for span in spans if span.article == value.article]
        gold += 1
        if time:
            found += any(time.group() in said for said in _times_over(here, document))
        else:
            found += numbers <= set(_bounds_over(here, document))
    return ClaimScore(gold_values=gold, found_values=found)


def _numbers(words: str) -> set[float]:
    return {float(number.replace(",", "")) for number in _NUMBER.findall(words)}


def _times_over(spans: Sequence[Place], document: Document) -> Iterator[str]:
    for story in document.stories:
        for time in story.times:
            if any(overlap(Place(time.article, time.start, time.end), span) for span in spans):
                yield time.value


def _bounds_over(spans: Sequence[Place], document: Document) -> Iterator[float]:
    for story in document.stories:
        for quantity in story.quantities:
            if any(overlap(Place(quantity.article, quantity.start, quantity.end), span) for span in spans):
                yield from (bound for bound in (quantity.low, quantity.high) if bound is not None)
