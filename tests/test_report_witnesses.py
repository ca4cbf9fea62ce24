"""A reader is told which articles are one witness, by which words, and whom a claim comes from."""

from __future__ import annotations

from msgspec.structs import replace
from report_example import POST, evidence, example
from rich.console import Console

from rashomon.model import Attribution, Claim, Document, Passage, Sharing, TimelineEntry
from rashomon.report import page, terminal
from rashomon.report.view import view
from rashomon.report.witnesses import shared, sources_named

FELL = POST.text[18:116]


def with_witnesses(*sharings: Sharing, attributions: tuple[Attribution, ...] = ()) -> Document:
    """The example with a claim of two copies, what they share, and whom they name."""
    document = example()
    claim = Claim(
        id="told",
        text=FELL,
        language="en",
        verdict="agree",
        origins=2,
        score=0.9,
        evidence=(
            evidence("post", FELL),
            evidence("ledger", FELL),
            evidence("faro", "Oímos romperse los cables"),
        ),
        attributions=attributions,
    )
    story = replace(
        document.stories[0],
        claims=(claim, *document.stories[0].claims),
        shared=sharings,
        timeline=(TimelineEntry("2031-06-01", ("told",), ("told",)),),
    )
    return replace(document, stories=(story,))


def printed(document: Document) -> str:
    console = Console(width=200, force_terminal=False, record=True)
    with console.capture() as captured:
        terminal.show(document, console)
    return captured.get()


def passage(article: str, words: str) -> Passage:
    found = evidence(article, words)
    return Passage(article, found.start, found.end)


def test_copies_are_told_with_the_words_that_they_share() -> None:
    words = (passage("post", FELL), passage("ledger", FELL))
    document = with_witnesses(Sharing(why="copy", articles=("ledger", "post"), origin="o1", passages=words))
    sentence = "much of one stands in another word for word."
    assert sentence in printed(document)
    html = page.render(document)
    assert sentence in html
    assert "2 passages" in html


def test_what_is_not_certain_is_said_to_be_counted_apart() -> None:
    sharings = (
        Sharing(why="agency", articles=("faro", "post"), agency="EFE", certain=False),
        Sharing(why="translation", articles=("faro", "post"), certain=False),
    )
    document = with_witnesses(*sharings)
    sentences = [one.why for one in shared(view(document, document.stories[0]))]
    assert len(sentences) == 2
    assert all(sentence.endswith("but are counted apart.") for sentence in sentences)
    assert "EFE" in sentences[0]


def test_one_source_that_all_reports_name_is_told_as_one() -> None:
    said = tuple(
        passage(name, words) for name, words in (("post", FELL), ("ledger", FELL), ("faro", "Oímos"))
    )
    everyone = with_witnesses(attributions=(Attribution(text="fire service", evidence=said),))
    words, _ = sources_named(view(everyone, everyone.stories[0]), everyone.stories[0].claims[0])
    assert words == "3 reports, all according to"
    assert "3 reports, all according to: fire service" in printed(everyone)
    some = with_witnesses(attributions=(Attribution(text="fire service", evidence=said[:2]),))
    assert "according to: fire service (A, B)" in printed(some)
    assert "fire service" in page.render(some)


def test_what_was_foreseen_is_marked_in_the_timeline() -> None:
    document = with_witnesses()
    assert "(foreseen)" in printed(document)
    assert "foreseen" in page.render(document)


def test_hostile_names_of_sources_are_harmless() -> None:
    attribution = Attribution(text="<script>alert(1)</script>\x1b[31m", evidence=(passage("post", FELL),))
    document = with_witnesses(attributions=(attribution,))
    assert "<script>alert(1)" not in page.render(document)
    assert "\x1b[31m" not in printed(document)
