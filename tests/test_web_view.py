"""What pages are made of: titles in the reader's language, texts of any length, times that are not known."""

from __future__ import annotations

import html
import re

from hypothesis import given
from hypothesis import strategies as st

from rashomon.model import Article
from rashomon.report.markup import Mark
from rashomon.report.words import called, harmless
from rashomon.web.view.bylines import Titled, story_title
from rashomon.web.view.marks import BLOCK, blocks
from rashomon.web.view.moments import order, when
from rashomon.web.view.reader import reader_of

ENGLISH, VIETNAMESE = reader_of(["en"]), reader_of(["vi"])
TOLD = (
    Titled("2024-05-03", "a3", "en", "Bridge closed after crack is found"),
    Titled("2024-05-01", "a1", "en-GB", "Crack found in bridge"),
    Titled("2024-05-02", "a2", "fr", "Le pont est fermé"),
)


def test_a_story_is_called_as_the_earliest_article_in_the_reader_s_language_calls_it() -> None:
    assert story_title(ENGLISH, "Le pont est fermé", TOLD).html == "Crack found in bridge"
    assert story_title(reader_of(["fr"]), "Crack found in bridge", TOLD).lang == "fr"


def test_a_story_keeps_its_title_where_that_is_in_the_reader_s_language_or_nothing_is() -> None:
    assert story_title(ENGLISH, TOLD[0].title, TOLD).html == TOLD[0].title
    assert story_title(VIETNAMESE, "Le pont est fermé", TOLD).lang == "fr"
    assert story_title(VIETNAMESE, None, ()).html == VIETNAMESE.say("story.untitled")


def test_one_that_nobody_titled_has_the_label_of_that() -> None:
    assert story_title(ENGLISH, " ", ()).html == "Untitled"


@given(
    st.lists(st.sampled_from(["word ", "line\n", "W" * 700, "\u0639\u0646 "]), max_size=120).map("".join),
    st.lists(st.tuples(st.integers(0, 60_000), st.integers(0, 30_000)), max_size=12),
)
def test_a_text_of_any_length_is_shown_whole_in_blocks(text: str, at: list[tuple[int, int]]) -> None:
    marks = [
        Mark(start, start + n, ("said",), f"m{i}") for i, (start, n) in enumerate(at) if start < len(text)
    ]
    made = blocks(text, marks)
    assert html.unescape(re.sub("<[^>]+>", "", "".join(made))) == harmless(text, lines=True)
    assert max(len(re.sub("<[^>]+>", "", one)) for one in made) <= BLOCK
    known = [name for one in made for name in re.findall('id="([^"]*)"', one)]
    assert len(known) == len(set(known)) == len({(mark.start, min(mark.end, len(text))) for mark in marks})


def test_a_time_of_which_no_end_is_known_is_said_to_be_unknown_once() -> None:
    assert when(ENGLISH, "XXXX-XX-XX/XXXX-XX-XX") == str(ENGLISH.say("time.unknown"))
    assert when(ENGLISH, "2024-05-01/2024-05-03") == "1 May 2024 to 3 May 2024"


def test_languages_stand_as_a_dictionary_of_the_reader_has_them() -> None:
    assert ENGLISH.language_names(["zh", "ar", "en", "en"]) == ("Arabic", "Chinese", "English")


def test_an_article_without_an_outlet_is_called_by_its_host_or_its_file_rather_than_its_id() -> None:
    assert called(Article(id="a1", text="", url="https://www.valley.example/x")) == "valley.example"
    assert called(Article(id="a1", text="", path="reports/dam-night.txt")) == "dam-night"
    assert called(Article(id="a1", text="", path="reports/all.jsonl")) == "a1"
    assert called(Article(id="a1", text="", outlet="Valley Record", path="x.txt")) == "Valley Record"
    assert called(Article(id="a1", text="", url="javascript:x")) == "a1"


def test_what_was_told_first_comes_first_wherever_its_clock_stands() -> None:
    told = ["2023-03-14T15:30:00+08:00", "2023-03-14", "2023-03-14T11:40:00+01:00", "2023-03-14T08:05:00Z",
            None, "2023-03-13T23:00:00Z", "on Monday"]  # fmt: skip
    assert sorted(told, key=order) == [
        "2023-03-13T23:00:00Z", "2023-03-14", "2023-03-14T15:30:00+08:00", "2023-03-14T08:05:00Z",
        "2023-03-14T11:40:00+01:00", None, "on Monday",
    ]  # fmt: skip
