"""The timeline is of events told, in their order, and says what was yet to come."""

from __future__ import annotations

import pytest

from rashomon.comparing.timeline import in_utc, make_timeline
from rashomon.model import Account, Article, Claim, Evidence, Quotation, TimelineEntry, Value


def story(
    *told: tuple[str, dict[str, str]], published: str | None = "2024-05-03", said: str = ""
) -> list[TimelineEntry]:
    """The timeline of claims, each a sentence of one article with the times that some of its words give."""
    text = " ".join(sentence for sentence, _ in told)
    claims = []
    for number, (sentence, times) in enumerate(told, 1):
        start = text.index(sentence)
        values = tuple(
            Value(
                article="a",
                start=start + sentence.index(words),
                end=start + sentence.index(words) + len(words),
                text=words,
                type="time",
                value=value,
            )
            for words, value in times.items()
        )
        claims.append(
            Claim(
                id=f"c{number}",
                text=sentence,
                language="en",
                verdict="single",
                origins=1,
                score=1.0,
                evidence=(Evidence("a", start, start + len(sentence), sentence),),
                values=values,
            )
        )
    at = text.find(said)
    quotations = (
        (Quotation(article="a", start=at, end=at + len(said), text=said, direct=False, speaker_text="he"),)
        if said
        else ()
    )
    article = Article(id="a", text=text, language="en", published=published)
    account = Account(article=article, sentences=(), statements=(), quotations=quotations)
    return list(make_timeline(claims, [account]))


def whens(entries: list[TimelineEntry]) -> list[str]:
    return [entry.when for entry in entries]


def test_what_may_be_several_times_comes_after_them() -> None:
    given = ["2024", "XXXX-05-01", "2024-05", "2024-05-02", "2024-05-02T09:00Z", "2023-12"]
    entries = story(*((f"Event {n} of {when}.", {when: when}) for n, when in enumerate(given)))
    assert whens(entries) == ["2023-12", "2024-05-02T09:00Z", "2024-05-02", "2024-05", "2024", "XXXX-05-01"]


@pytest.mark.parametrize(
    "sentence",
    [
        "The bridge (opened in 1998) fell on Thursday.",
        "The bridge, which was opened in 1998, fell on Thursday.",
        "The bridge fell on Thursday, the first to fall since the flood of 1998.",
    ],
)
def test_a_date_in_the_background_is_no_event(sentence: str) -> None:
    assert whens(story((sentence, {"1998": "1998", "Thursday": "2024-05-02"}))) == ["2024-05-02"]


def test_a_date_that_is_only_an_aside_makes_no_entry() -> None:
    assert story(("The bridge (opened in 1998) fell.", {"1998": "1998"})) == []


def test_the_day_on_which_something_was_said_is_not_when_it_happened() -> None:
    said = "the radar of the port had been out of order"
    assert story((f"He said on Thursday that {said}.", {"Thursday": "2024-05-02"}), said=said) == []


def test_what_comes_after_publication_was_foreseen() -> None:
    entries = story(
        ("The mission ends on 31 October.", {"31 October": "2024-10-31"}),
        ("It began on 1 March.", {"1 March": "2024-03-01"}),
    )
    assert [(entry.when, entry.foreseen) for entry in entries] == [
        ("2024-03-01", ()),
        ("2024-10-31", ("c1",)),
    ]


def test_without_a_day_of_publication_words_of_the_future_tell_it() -> None:
    entries = story(("The mission will end on 31 October.", {"31 October": "XXXX-10-31"}), published=None)
    assert entries[0].foreseen == ("c1",)


def test_clock_times_are_in_utc() -> None:
    assert in_utc("2011-11-01T00:00+02:00") == "2011-10-31T22:00Z"
    assert in_utc("2011-11-01T00:00") == "2011-11-01T00:00"
    assert in_utc("0001-01-01T00:00+14:00") == "0001-01-01T00:00+14:00"


def test_a_clock_without_a_day_is_no_entry() -> None:
    assert story(("It struck at 4:40 a.m.", {"4:40 a.m.": "XXXX-XX-XXT04:40"})) == []


def test_no_claim_no_timeline() -> None:
    assert make_timeline([], []) == ()
