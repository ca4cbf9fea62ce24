"""How well quotations are found, whether they are direct, and who speaks, against text marked by hand.

The files are JSON Lines: ``{"language", "text", "quotations": [{"start", "end", "direct", "speaker"}]}``,
with spans in code points. ``speaker`` holds words of the text, the name where one is told, or null where the
text leaves open who speaks.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from rashomon.evaluation.gold import GoldError
from rashomon.evaluation.score import Score, harmonic, share
from rashomon.model import Account, Article
from rashomon.reading import read
from rashomon.reading.quotations.words import speech_words, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from rashomon.encoder import Encoder
    from rashomon.model import Mention, Quotation

NOTE = "P, R, F1: spans that overlap by half; strict: span and directness; speakers: of quotations found"
_EDGES = " \t\n\u00a0\u202f\"'“”„«»‹›‘’「」『』.,;:!?…。，！？、،؛؟—–-"


class GoldQuotation(Struct, frozen=True):
    """A quotation as a reader marked it; ``speaker`` is words of the text, or None."""

    start: int
    end: int
    direct: bool
    speaker: str | None = None


class GoldText(Struct, frozen=True):
    """A text of one language and all its quotations."""

    language: str
    text: str
    quotations: tuple[GoldQuotation, ...]
    published: str | None = None


class QuotationScore(Score, frozen=True, kw_only=True):
    """Counts of quotations, and the measures that follow from them.

    ``found``: gold ones that one of ours overlaps by half of the shorter one; ``right``: ours that overlap
    such a gold one; ``exact``: ours with exactly the span (signs at its ends aside) and the right directness.
    Over the gold ones that were found: ``direct``: with the right directness; ``named``: whose speaker the
    gold tells; ``given``: for which we give a speaker; ``right_speakers``: for which ours is the gold's.
    """

    found: int = 0
    exact: int = 0
    direct: int = 0
    named: int = 0
    given: int = 0
    right_speakers: int = 0

    @property
    def r(self) -> float:
        """The share of the gold's that are found."""
        return share(self.found, self.gold)

    @property
    def strict_f1(self) -> float:
        """The harmonic mean of precision and recall where span and directness must be exact."""
        return harmonic(share(self.exact, self.ours), share(self.exact, self.gold))

    @property
    def speaker_p(self) -> float:
        """The share of the speakers that we give that are right."""
        return share(self.right_speakers, self.given)

    @property
    def speaker_r(self) -> float:
        """The share of the gold's speakers, of quotations that were found, that we give."""
        return share(self.right_speakers, self.named)


class QuotationResult(Struct, frozen=True):
    """The counts of each language, and all of them added up, over ``texts`` texts."""

    texts: int
    by_language: dict[str, QuotationScore]
    all: QuotationScore


def evaluate(paths: Sequence[Path], encoder: Encoder) -> QuotationResult:
    """Read each text of JSON Lines files as an article of its own, and score its quotations.

    Raises:
        GoldError: a file cannot be read, or a line of it is not as it must be.
    """
    texts = [text for path in paths for text in load(path)]
    counts: dict[str, QuotationScore] = defaultdict(QuotationScore)
    for number, text in enumerate(texts):
        article = Article(id=str(number), language=text.language, text=text.text, published=text.published)
        counts[text.language] += score(text, read(article, encoder))
    by_language = {language: counts[language] for language in sorted(counts)}
    return QuotationResult(len(texts), by_language, sum(by_language.values(), QuotationScore()))


def score(gold: GoldText, account: Account) -> QuotationScore:
    """The counts of one text's quotations against those that a reader marked."""
    ours = account.quotations
    pairs = [(g, o) for g in gold.quotations for o in ours if _overlap((g.start, g.end), (o.start, o.end))]
    best = {id(g): max((o for h, o in pairs if h is g), key=lambda o: _closeness(g, o)) for g, _ in pairs}
    total = QuotationScore(
        gold=len(gold.quotations),
        ours=len(ours),
        found=len(best),
        right=len({id(o) for _, o in pairs}),
        exact=sum(_is_exact(gold, g, best[id(g)]) for g in gold.quotations if id(g) in best),
    )
    for g in gold.quotations:
        if id(g) in best:
            total += _speaker_score(g, best[id(g)], gold.language, account.mentions)
    return total


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    common = min(one[1], other[1]) - max(one[0], other[0])
    return common > 0 and 2 * common >= min(one[1] - one[0], other[1] - other[0])


def _closeness(g: GoldQuotation, o: Quotation) -> tuple[bool, int]:
    return o.direct == g.direct, -abs(o.start - g.start) - abs(o.end - g.end)


def _is_exact(gold: GoldText, g: GoldQuotation, o: Quotation) -> bool:
    def bare(start: int, end: int) -> tuple[int, int]:
        piece = gold.text[start:end]
        return start + len(piece) - len(piece.lstrip(_EDGES)), end - len(piece) + len(piece.rstrip(_EDGES))

    return g.direct == o.direct and bare(g.start, g.end) == bare(o.start, o.end)


def _speaker_score(
    g: GoldQuotation, o: Quotation, language: str, mentions: Sequence[Mention]
) -> QuotationScore:
    told = set(_names(o, language, mentions))
    named = _folded(g.speaker) if g.speaker else ""
    right = bool(named) and any(named in name or name in named for name in told)
    return QuotationScore(
        direct=int(g.direct == o.direct),
        named=int(bool(named)),
        given=int(bool(told)),
        right_speakers=int(right),
    )


def _names(o: Quotation, language: str, mentions: Sequence[Mention]) -> Iterator[str]:
    """What we call the speaker: the words beside the verb, save a pronoun, and the entity's names."""
    if o.speaker is not None:
        yield from (_folded(m.name) for m in mentions if m.key == o.speaker)
    if o.speaker_text is not None:
        told = words(o.speaker_text)
        if speech_words(language).pronouns.at(told, 0) < len(told):
            yield _folded(o.speaker_text)


def _folded(name: str) -> str:
    return " ".join(name.lower().split())


def rows(result: QuotationResult) -> list[tuple[str, dict[str, str]]]:
    """The rows of a table: each language, and all of them."""
    return [
        (
            name,
            {
                "gold": f"{score.gold}",
                "ours": f"{score.ours}",
                "P": f"{score.p:.2f}",
                "R": f"{score.r:.2f}",
                "F1": f"{score.f1:.3f}",
                "strict F1": f"{score.strict_f1:.3f}",
                "speakers given": f"{score.given}/{score.named}",
                "speakers P": f"{score.speaker_p:.2f}",
                "speakers R": f"{score.speaker_r:.2f}",
            },
        )
        for name, score in [*result.by_language.items(), ("ALL", result.all)]
    ]


def measures(result: QuotationResult) -> dict[str, object]:
    """The measures as one object for JSON: p, r, f1 and the like, counts, and the same by language."""
    return (
        {"measure": "quotations", "texts": result.texts}
        | _measures(result.all)
        | {"by_language": {language: _measures(s) for language, s in result.by_language.items()}}
    )


def _measures(score: QuotationScore) -> dict[str, object]:
    names = ("p", "r", "f1", "strict_f1", "speaker_p", "speaker_r")
    counts = {name: getattr(score, name) for name in score.__struct_fields__}
    return {name: round(getattr(score, name), 4) for name in names} | counts


def load(path: Path) -> list[GoldText]:
    """The texts of a JSON Lines file.

    Raises:
        GoldError: the file cannot be read, or a line has other fields or spans outside its text.
    """
    try:
        lines = path.read_text("utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise GoldError(f"{path}: cannot be read ({error})") from error
    found = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            text = msgspec.json.decode(line, type=GoldText)
        except msgspec.MsgspecError as error:
            raise GoldError(f"{path}:{number}: {error}") from error
        if not all(0 <= q.start < q.end <= len(text.text) for q in text.quotations):
            raise GoldError(f"{path}:{number}: a quotation's span is not within the text")
        found.append(text)
    if not found:
        raise GoldError(f"{path}: no texts in it; give lines with language, text and quotations")
    return found
