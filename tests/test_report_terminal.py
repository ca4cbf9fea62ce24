"""A dossier in a terminal: what is shown, at any width, with hostile text."""

from __future__ import annotations

import io
import re

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from report_example import example
from rich.cells import cell_len
from rich.console import Console

from rashomon.model import Document, MadeBy, Value
from rashomon.report.groups import families, sides
from rashomon.report.terminal import show
from rashomon.report.words import amount, bounds, cut, harmless, unit_name, when


def printed(document: Document, width: int = 80, *, terminal: bool = False, colour: bool = True) -> str:
    out = io.StringIO()
    system = "truecolor" if terminal else None
    console = Console(
        file=out, width=width, force_terminal=terminal, no_color=not colour, color_system=system
    )
    show(document, console)
    return out.getvalue()


def flat(text: str) -> str:
    return " ".join(text.split())


def test_every_part_of_a_dossier_is_shown() -> None:
    text = flat(printed(example(), 100))
    for words in (
        "5 articles, 4 independent origins, in English, Spanish, Arabic and Chinese",
        "same origin as B",
        "= Origins agree (3)",
        "4 independent origins, 5 articles",
        "≠ Origins differ (2)",
        "The number of dead differs: 4 or 6.",
        "○ Only one says (2)",
        "Ilse Varga; also إلسه فارغا [ar ×1]",
        "Port Calder (New Zealand)",
        "Monday 12 May 2031, 18:00",
        "Speaker not named",
        "Timeline",
    ):
        assert words in text, words


def test_both_values_stand_side_by_side_where_there_is_room() -> None:
    assert re.search(r"^ +4 {20,}6$", printed(example(), 90), re.MULTILINE)
    assert not re.search(r"^ +4 {20,}6$", printed(example(), 40), re.MULTILINE)


@pytest.mark.parametrize("width", [20, 40, 80, 200])
def test_no_line_is_wider_than_the_console(width: int) -> None:
    lines = printed(example(), width).splitlines()
    assert max(cell_len(line) for line in lines) <= width


def test_piped_output_is_plain_text() -> None:
    text = printed(example())
    assert "\x1b" not in text
    assert "\u2068" not in text
    assert not re.search("[\u2500-\u257f]", text)
    assert all(line == line.rstrip() for line in text.splitlines())


def test_a_title_cannot_drive_the_terminal() -> None:
    text = printed(example(), terminal=True)
    assert "\u202e" not in text
    assert "␛[31m" in text
    sequences = re.findall("\x1b.[0-9;]*.", text)
    assert sequences
    assert all(re.fullmatch(r"\x1b\[[0-9;]*m", found) for found in sequences)


def test_right_to_left_words_are_kept_apart_on_terminals_line_by_line() -> None:
    for line in printed(example(), 40, terminal=True).splitlines():
        assert line.count("\u2068") == line.count("\u2069"), line


def test_without_colour_no_colour_is_printed() -> None:
    text = printed(example(), terminal=True, colour=False)
    codes = {code for found in re.findall(r"\x1b\[([0-9;]*)m", text) for code in found.split(";")}
    assert codes <= {"", "0", "1", "2", "3"}


def test_claims_of_one_article_alone_are_counted_where_they_are_cut() -> None:
    document = example()
    story = document.stories[0]
    single = next(claim for claim in story.claims if claim.verdict == "single")
    many = tuple(msgspec.structs.replace(single, id=f"n{number}") for number in range(10))
    told = msgspec.structs.replace(document, stories=(msgspec.structs.replace(story, claims=many),))
    assert "Only one says (10)" in printed(told)
    assert "and 4 more in --html and --json" in printed(told)


def test_a_document_without_a_story_says_so() -> None:
    assert "No story" in printed(Document(made_by=MadeBy("0", "e", "t"), articles=(), stories=()))


def test_the_same_document_is_printed_the_same() -> None:
    assert printed(example(), terminal=True) == printed(example(), terminal=True)


@settings(max_examples=25, deadline=None)
@given(st.text(st.characters(codec=None, exclude_categories=()), max_size=60), st.integers(20, 120))
def test_any_text_is_shown_harmless(text: str, width: int) -> None:
    document = example()
    story = msgspec.structs.replace(document.stories[0], title=text)
    article = msgspec.structs.replace(document.articles[0], outlet=text, language=text, url=text)
    hostile = msgspec.structs.replace(document, stories=(story,), articles=(article, *document.articles[1:]))
    shown = printed(hostile, width)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", shown)


@pytest.mark.parametrize(
    ("value", "weekday", "words"),
    [
        ("2031-05-12T18:00Z", None, "12 May 2031, 18:00 UTC"),
        ("XXXX-05-12T18:00+07:00", 1, "Monday 12 May, 18:00 (UTC+07:00)"),
        ("XXXX-XX-XX", 1, "Monday"),
        ("XXXX-XX-XX", None, "time not given"),
        ("2031-05", None, "May 2031"),
        ("2031-05", 2, "a Tuesday in May 2031"),
        ("203X", None, "the 2030s"),
        ("2031-05-12~", None, "about 12 May 2031"),
        ("2031-05/2031-06", None, "May 2031 to June 2031"),
        ("P1Y", None, "1 year"),
        ("PT2H30M", None, "2 hours 30 minutes"),
        ("R/P1D", None, "every day"),
        ("R/P2W", None, "every 2 weeks"),
        ("2031-24", None, "winter 2031"),
        ("2031-13-40", None, "2031-13-40"),
        ("nonsense", None, "nonsense"),
    ],
)
def test_times_are_told_in_words(value: str, weekday: int | None, words: str) -> None:
    assert when(value, weekday) == words


def test_quantities_are_told_in_words() -> None:
    assert bounds(9600, 9600) == "9,600"
    assert bounds(30, None, unit="km") == "30 or more km"
    assert bounds(None, 12) == "up to 12"
    assert bounds(2.5, 3, approximate=True) == "about 2.5 to 3"
    assert bounds(None, None) == "number not given"
    assert amount("~5900") == "about 5,900"
    assert amount(">=30", "USD") == "30 or more USD"
    assert amount("<=5") == "up to 5"
    assert amount("20..30") == "20 to 30"
    assert amount("1600000") == "1,600,000"
    assert amount("many") == "many"
    assert amount("~4", "kilometer") == "about 4 kilometres"
    assert unit_name("mile", single=True) == "mile"
    assert unit_name("\ud800") == "\ud800"


@given(st.text(), st.integers(2, 50))
def test_what_is_cut_says_so_and_fits(text: str, length: int) -> None:
    short = cut(text, length)
    assert len(short) <= length
    assert short == text or short.endswith("…")


def test_signs_that_would_act_are_made_visible() -> None:
    assert harmless("a\x1b[0m\x9b\x00\u202eb\u2067c\nd") == "a␛[0m�␀�bc d"


def test_what_parts_comes_before_what_agrees() -> None:
    text = printed(example())
    assert text.index("Origins differ") < text.index("Origins agree") < text.index("Only one says")


def test_what_origins_agree_on_is_shown_once_times_and_figures_first() -> None:
    text = flat(printed(example(), 100))
    assert "agree on: about 30 others" in text
    assert "agree on: 31 October, 22:00 UTC · 8 member states · NATO" in flat(printed(agreeing()))


def test_what_only_may_be_one_fact_stands_apart() -> None:
    document = example()
    story = document.stories[0]
    weak = msgspec.structs.replace(story.claims[0], id="weak", score=0.4)
    story = msgspec.structs.replace(story, claims=(weak, *story.claims[1:]))
    text = flat(printed(msgspec.structs.replace(document, stories=(story,))))
    assert "= Origins agree (2, perhaps 1 more)" in text
    assert text.index("≈ Perhaps the same") > text.index("= Origins agree")


def test_a_claim_on_much_the_same_words_is_folded_and_counted() -> None:
    document = example()
    story = document.stories[0]
    again = msgspec.structs.replace(story.claims[0], id="again")
    story = msgspec.structs.replace(story, claims=(*story.claims, again))
    text = flat(printed(msgspec.structs.replace(document, stories=(story,))))
    assert "= Origins agree (3, and 1 more wording)" in text
    assert "and 1 more wording (4) in --html and --json" in text


def test_a_difference_that_shows_another_value_is_not_folded() -> None:
    claims = example().stories[0].claims
    differ = claims[1]
    assert differ.difference is not None
    four = tuple(value for value in differ.values if value.value == "4")
    fewer = msgspec.structs.replace(
        differ, id="fewer", difference=msgspec.structs.replace(differ.difference, values=four)
    )
    assert [len(family.behind) for family in families((differ, fewer))] == [1]
    assert [len(family.behind) for family in families((fewer, differ))] == [0, 0]


def test_sides_of_figures_stand_in_the_order_of_their_size_each_value_once() -> None:
    found = sides(example().stories[0].claims[1])
    assert [side.value for side in found] == ["4", "6"]
    assert [value.article for value in found[0].values] == ["post", "ledger", "mina", "wanbao"]


def test_copies_of_one_account_are_told_as_one_origin() -> None:
    document = example()
    story = document.stories[0]
    hurt = story.claims[3]
    alone = msgspec.structs.replace(hurt, verdict="single", origins=1, evidence=hurt.evidence[:2])
    text = flat(
        printed(msgspec.structs.replace(document, stories=(msgspec.structs.replace(story, claims=(alone,)),)))
    )
    assert "(also in B, same origin)" in text


def agreeing() -> Document:
    """A document whose one claim agrees on a moment, a figure and a name, told in two languages."""
    document = example()
    story = document.stories[0]
    told = [
        ("post", "time", "XXXX-10-31T22:00Z", None),
        ("faro", "time", "XXXX-10-31T22:00Z", None),
        ("mina", "time", "XXXX-XX-XXT22:00Z", None),
        ("post", "name", "NATO", None),
        ("faro", "name", "NATO", None),
        ("faro", "quantity", "~8", "países"),
        ("post", "quantity", "8", "member states"),
        ("mina", "quantity", "8", None),
    ]
    values = tuple(
        Value(article=name, start=0, end=1, text="x", type=kind, value=value, of=of, agrees=True)  # type: ignore[arg-type]
        for name, kind, value, of in told
    )
    claim = msgspec.structs.replace(story.claims[0], values=values)
    return msgspec.structs.replace(document, stories=(msgspec.structs.replace(story, claims=(claim,)),))
