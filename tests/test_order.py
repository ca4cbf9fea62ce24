"""What matters comes first, in the reader's words, with the sources that the articles name."""

from __future__ import annotations

import numpy as np
from msgspec.structs import replace

from rashomon.comparing.attribution import Speakers
from rashomon.comparing.order import clearest, in_order
from rashomon.comparing.values.stated import said_by
from rashomon.model import (
    Account,
    Article,
    Claim,
    Encoding,
    Entity,
    EntityName,
    Evidence,
    Mention,
    Quotation,
    Statement,
)

NOTHING = Encoding(np.zeros(2, np.float32), np.zeros((0, 2), np.float32), np.zeros((0, 2), np.int32))


def account(id_: str, text: str, language: str = "en", **found: object) -> Account:
    return Account(
        article=Article(id=id_, text=text, language=language, origin=id_),
        sentences=(),
        statements=(Statement(id_, 0, len(text)),),
        encodings=(NOTHING,),
        **found,  # type: ignore[arg-type]
    )


def claim(id_: str, origins: int, article: str = "a", verdict: str = "agree") -> Claim:
    return Claim(
        id=id_,
        text=id_,
        language="en",
        verdict=verdict,  # type: ignore[arg-type]
        origins=origins,
        score=0.5,
        evidence=(Evidence(article, 0, 1, "x"),),
    )


def test_claims_of_many_origins_of_the_lead_and_those_that_differ_come_first() -> None:
    lead, end = {("a", 0): 0.0}, {("b", 0): 1.0}
    claims = [
        claim("one", 1),
        claim("two at the end", 2, "b"),
        claim("two in the lead", 2),
        claim("two that part", 2, verdict="differ"),
        claim("nine", 9),
    ]
    ordered = [found.id for found in in_order(claims, lead | end)]
    assert ordered == ["nine", "two that part", "two in the lead", "two at the end", "one"]


def test_a_claim_is_shown_in_the_readers_language_where_it_is_told_in_it() -> None:
    members = said_by(
        [
            account("a", "At least 27 people died when the ferry sank in fog."),
            account("b", "Al menos 27 personas murieron al hundirse el barco.", "es"),
            account("c", "至少27人遇难，渡轮在大雾中沉没。", "zh-Hans"),
        ]
    )
    shown = {
        reader: clearest(members, 0, (), reader).statement.article for reader in (None, "es-AR", "zh", "fi")
    }
    assert shown == {None: "a", "es-AR": "b", "zh": "c", "fi": "a"}


def test_a_short_whole_statement_is_clearer_than_a_scrap_or_a_paragraph() -> None:
    members = said_by(
        [
            account("a", "He said so."),
            account("b", "The ferry sank in thick fog off the port of Orlo on Monday. " * 8),
            account("c", "The ferry sank in thick fog off the port of Orlo on Monday."),
        ]
    )
    assert clearest(members, -1, ()).statement.article == "c"


def reported(id_: str, text: str, told: str, speaker: str, key: str | None, body: str | None) -> Account:
    """A report that gives its first words to a speaker."""
    mentions = ()
    if body:
        at = text.index(body)
        mentions = (
            Mention(
                article=id_, start=at, end=at + len(body), text=body, name=body, type="organisation", key="m"
            ),
        )
    quotation = Quotation(
        article=id_, start=0, end=len(told), text=told, direct=False, speaker=key, speaker_text=speaker
    )
    return account(id_, text, mentions=mentions, quotations=(quotation,))


MINISTRY = Entity(
    id="e1", type="organisation", name="Health Ministry", names=(EntityName("Health Ministry", "en", 2),)
)


def test_one_ministry_told_three_times_is_one_source() -> None:
    toll = "At least 27 people died"
    accounts = [
        reported(
            "a", f"{toll}, the Health Ministry said.", toll, "the Health Ministry", "m", "Health Ministry"
        ),
        reported(
            "b",
            f"{toll}, according to the Health Ministry.",
            toll,
            "the Health Ministry",
            "m",
            "Health Ministry",
        ),
        reported(
            "c",
            f"{toll}, the ministry said. The Health Ministry met.",
            toll,
            "the ministry",
            None,
            "Health Ministry",
        ),
    ]
    named = {(a.article.id, "m"): MINISTRY for a in accounts}
    evidence = [Evidence(a.article.id, 0, len(toll) + 5, a.article.text[: len(toll) + 5]) for a in accounts]
    (source,) = Speakers(accounts, named).of(evidence)
    assert (source.text, source.entity) == ("Health Ministry", "e1")
    assert [passage.article for passage in source.evidence] == ["a", "b", "c"]
    assert all(
        a.article.text[p.start : p.end] == toll for a, p in zip(accounts, source.evidence, strict=True)
    )


def test_a_place_beside_a_body_does_not_speak() -> None:
    toll = "Divers found four bodies"
    one = reported("a", f"{toll}, Orlo's coast guard said.", toll, "Orlo's coast guard", "m", "Orlo")
    orlo = replace(MINISTRY, type="place", name="Orlo", names=(EntityName("Orlo", "en", 1),))
    (source,) = Speakers([one], {("a", "m"): orlo}).of([Evidence("a", 0, len(toll), toll)])
    assert (source.text, source.entity) == ("Orlo's coast guard", None)


def test_words_that_nobody_is_named_for_have_no_source() -> None:
    assert Speakers([account("a", "It rained.")], {}).of([Evidence("a", 0, 10, "It rained.")]) == ()
