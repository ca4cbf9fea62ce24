"""One article in, one account out: sentences, names, times, quantities, places, quotations, vectors."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

import msgspec
import numpy as np

from rashomon.model import Account, Encoding
from rashomon.reading.furniture import find_boilerplate, find_title
from rashomon.reading.names.capitals import NameSpan
from rashomon.reading.names.find import find_mentions
from rashomon.reading.quantities.find import find_quantities
from rashomon.reading.quotations.find import find_quotations
from rashomon.reading.sentences import split_sentences
from rashomon.reading.statements import make_statements
from rashomon.reading.times.find import find_times

if TYPE_CHECKING:
    from collections.abc import Container, Generator, Iterable, Iterator, Sequence
    from concurrent.futures import Future

    from numpy import float32
    from numpy.typing import NDArray

    from rashomon.encoder import Encoder, NameTag
    from rashomon.model import Article, Sentence, Statement

    _Told = dict[str, tuple[Encoding, tuple[NameTag, ...]]]

__all__ = ["read", "read_all", "read_batches"]

CODE_POINTS_A_PASS = 60_000
LEAD = 450  # code points of an article's title and first sentences that are encoded as one passage


def read(article: Article, encoder: Encoder) -> Account:
    """One article and everything it says; see ``read_all``."""
    (account,) = read_all([article], encoder)
    return account


def read_all(articles: Sequence[Article], encoder: Encoder) -> Iterator[Account]:
    """Articles and everything they say, in their order.

    Several articles are encoded in one pass, which is quicker, and a sentence that stands in more than one
    of them is encoded once. What an article gives does not depend on the others.

    Args:
        articles: their ``boilerplate`` is found here; a title is replaced where it is page furniture.
        encoder: gives each statement's vector and token states, and the spans of names.
    """
    for batch in read_batches([articles], encoder):
        yield from batch


def read_batches(
    batches: Iterable[Sequence[Article]], encoder: Encoder
) -> Generator[Iterator[Account], None, None]:
    """Batches of articles and everything they say, each as by ``read_all``.

    The encoder is one pass ahead, in threads of its own: it is at work while what it made before is used.
    The next batch is asked for when the last pass of the one before is in the encoder's hands.

    Args:
        batches: taken when they are needed.
        encoder: see ``read_all``.

    Yields:
        Iterator[Account]: a batch that has articles; it ends where the next is asked for.
    """
    beside, leads = ThreadPoolExecutor(1), ThreadPoolExecutor(1)
    try:
        ahead = _ahead(_asked(batches, encoder, beside, leads))
        for _, passes in groupby(ahead, key=lambda asked: asked.batch):
            yield (account for asked in passes for account in asked.accounts())
    finally:
        beside.shutdown(cancel_futures=True)
        leads.shutdown(cancel_futures=True)


class _Asked(NamedTuple):
    """Articles that the encoder reads together, and what it will make of them."""

    batch: int
    parts: list[_Split]
    encoded: Future[_Told]
    led: Future[dict[str, NDArray[float32]]]

    def accounts(self) -> Iterator[Account]:
        told, leads = self.encoded.result(), self.led.result()
        for part in self.parts:
            yield _account(part, [told[text] for text in part.texts], leads.get(part.lead))


def _asked(
    batches: Iterable[Sequence[Article]],
    encoder: Encoder,
    beside: ThreadPoolExecutor,
    leads: ThreadPoolExecutor,
) -> Iterator[_Asked]:
    for number, articles in enumerate(batches):
        split = [_split(article) for article in articles]
        times_told = Counter(text for part in split for text in set(part.texts))
        again = {text for text, times in times_told.items() if times > 1}
        kept: _Told = {}  # only the thread beside looks at it
        for parts in _passes(split):
            told = beside.submit(_encode, parts, encoder, again, kept)
            yield _Asked(number, parts, told, leads.submit(_lead, parts, encoder))


def _ahead(asked: Iterable[_Asked]) -> Iterator[_Asked]:
    """The same, each only when the next has been asked for."""
    before: _Asked | None = None
    for one in asked:
        if before is not None:
            yield before
        before = one
    if before is not None:
        yield before


def _encode(parts: Sequence[_Split], encoder: Encoder, again: Container[str], kept: _Told) -> _Told:
    """What the encoder makes of texts; those that are told ``again`` are ``kept`` for later passes."""
    new = list(dict.fromkeys(text for part in parts for text in part.texts if text not in kept))
    told = dict(zip(new, encoder.encode_and_tag(new), strict=True)) if new else {}
    known = {text: kept[text] for part in parts for text in part.texts if text in kept}
    kept |= {text: told[text] for text in told if text in again}
    return known | told


def _lead(parts: Sequence[_Split], encoder: Encoder) -> dict[str, NDArray[float32]]:
    """The vectors of the leads, made beside the rest: at the end of either no core waits for the other."""
    leads = sorted({part.lead for part in parts if part.lead})
    return {lead: one.vector for lead, one in zip(leads, encoder.encode(leads), strict=True)}


class _Split(NamedTuple):
    """An article cut into sentences, and their texts."""

    article: Article
    sentences: tuple[Sentence, ...]
    texts: list[str]

    @property
    def lead(self) -> str:
        """The title and the first sentences."""
        title = self.article.title or ""
        own = [title] if title not in self.texts[:1] else []
        return " ".join([*own, *self.texts[:LEAD]])[:LEAD]


def _split(article: Article) -> _Split:
    boilerplate = find_boilerplate(article)
    article = msgspec.structs.replace(
        article, boilerplate=boilerplate, title=find_title(article, boilerplate)
    )
    sentences = split_sentences(article)
    return _Split(article, sentences, [article.text[s.start : s.end] for s in sentences])


def _passes(split: Sequence[_Split]) -> Iterator[list[_Split]]:
    """Articles that are encoded together, in even parts: after a short one the encoder would have to wait."""
    total = sum(len(part.article.text) for part in split)
    share = total / max(1, round(total / CODE_POINTS_A_PASS))
    parts: list[_Split] = []
    told, end = 0, share
    for part in split:
        parts.append(part)
        told += len(part.article.text)
        if told >= end:
            yield parts
            parts, end = [], max(end + share, told + share / 2)
    if parts:
        yield parts


def _account(
    part: _Split,
    read_by_encoder: Sequence[tuple[Encoding, tuple[NameTag, ...]]],
    lead: NDArray[float32] | None,
) -> Account:
    article, sentences = part.article, part.sentences
    statements = make_statements(article, sentences)
    tagged = [
        NameSpan(sentence.start + tag.start, sentence.start + tag.end, tag.type)
        for sentence, (_, tags) in zip(sentences, read_by_encoder, strict=True)
        for tag in tags
    ]
    times = find_times(article, sentences)
    mentions = find_mentions(article, sentences, tagged)
    return Account(
        article=article,
        sentences=sentences,
        statements=statements,
        mentions=mentions,
        times=times,
        quantities=find_quantities(article, sentences, (), times),
        quotations=find_quotations(article, sentences, mentions),
        encodings=_encodings(sentences, statements, [encoding for encoding, _ in read_by_encoder]),
        lead=lead,
    )


def _encodings(
    sentences: Sequence[Sentence], statements: Sequence[Statement], whole: Sequence[Encoding]
) -> tuple[Encoding, ...]:
    """Each statement's encoding: a part of a sentence keeps the states that it has within it."""
    starts = [sentence.start for sentence in sentences]
    encodings = []
    for statement in statements:
        at = bisect_right(starts, statement.start) - 1
        span = (statement.start - starts[at], statement.end - starts[at])
        encodings.append(_part(whole[at], *span, all_of_it=span == (0, sentences[at].end - starts[at])))
    return tuple(encodings)


def _part(encoding: Encoding, start: int, end: int, *, all_of_it: bool) -> Encoding:
    if all_of_it:
        return msgspec.structs.replace(encoding, states=encoding.states.astype(np.float16))
    inside = (encoding.offsets[:, 0] >= start) & (encoding.offsets[:, 1] <= end)
    states = encoding.states[inside]
    vector = states.mean(axis=0) if len(states) else encoding.vector
    return Encoding(
        vector=vector / np.linalg.norm(vector),
        states=states.astype(np.float16),
        offsets=encoding.offsets[inside] - start,
    )
