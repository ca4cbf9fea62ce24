"""One article in, one account out: sentences, names, times, quantities, places, quotations, vectors."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

import msgspec
import numpy as np

from rashomon.model import Account, Encoding
from rashomon.reading.furniture import find_boilerplate, find_title
from rashomon.reading.names.find import find_mentions
from rashomon.reading.quantities.find import find_quantities
from rashomon.reading.quotations.find import find_quotations
from rashomon.reading.sentences import split_sentences
from rashomon.reading.statements import make_statements
from rashomon.reading.times.find import find_times

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rashomon.encoder import Encoder
    from rashomon.model import Article, Sentence, Statement

__all__ = ["read"]


def read(article: Article, encoder: Encoder) -> Account:
    """One article and everything it says.

    Args:
        article: its ``boilerplate`` is found here; its title is replaced where it is page furniture.
        encoder: gives each statement's vector and token states.
    """
    boilerplate = find_boilerplate(article)
    article = msgspec.structs.replace(
        article, boilerplate=boilerplate, title=find_title(article, boilerplate)
    )
    sentences = split_sentences(article)
    statements = make_statements(article, sentences)
    times = find_times(article, sentences)
    mentions = find_mentions(article, sentences)
    return Account(
        article=article,
        sentences=sentences,
        statements=statements,
        mentions=mentions,
        times=times,
        quantities=find_quantities(article, sentences, [(time.start, time.end) for time in times]),
        quotations=find_quotations(article, sentences, mentions),
        encodings=_encode(article, sentences, statements, encoder),
    )


def _encode(
    article: Article, sentences: Sequence[Sentence], statements: Sequence[Statement], encoder: Encoder
) -> tuple[Encoding, ...]:
    """Encode whole sentences; a part of one keeps the states that it has within its sentence."""
    whole = encoder.encode([article.text[sentence.start : sentence.end] for sentence in sentences])
    starts = [sentence.start for sentence in sentences]
    encodings = []
    for statement in statements:
        at = bisect_right(starts, statement.start) - 1
        span = (statement.start - starts[at], statement.end - starts[at])
        encodings.append(_part(whole[at], *span, all_of_it=span == (0, sentences[at].end - starts[at])))
    return tuple(encodings)


def _part(encoding: Encoding, start: int, end: int, *, all_of_it: bool) -> Encoding:
    if all_of_it:
        return encoding
    inside = (encoding.offsets[:, 0] >= start) & (encoding.offsets[:, 1] <= end)
    states = encoding.states[inside]
    vector = states.mean(axis=0) if len(states) else encoding.vector
    return Encoding(
        vector=vector / np.linalg.norm(vector), states=states, offsets=encoding.offsets[inside] - start
    )
