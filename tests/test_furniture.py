"""Which lines are page furniture, and which are the report's."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashomon.model import Article
from rashomon.reading.furniture import find_boilerplate, find_title

P1 = "The ferry that left the northern harbour on Monday evening sank off the cape, the coast guard said."
P2 = "Nine boats looked for survivors all night while relatives gathered at the harbour office for news."
P3 = "The owner said that the ferry had been repaired in spring and that nobody had complained about it."
P4 = "An inquiry begins next week, and its chairwoman has promised that all of it will be held in public."


def furniture(text: str, language: str = "en") -> list[str]:
    article = Article(id="a", language=language, text=text)
    return [text[start:end] for start, end in find_boilerplate(article)]


def title(text: str, given_title: str | None = None, language: str = "en") -> str | None:
    article = Article(id="a", language=language, text=text, title=given_title)
    return find_title(article, find_boilerplate(article))


def test_headlines_of_other_reports_between_paragraphs_are_furniture() -> None:
    links = ["Minister visits the northern harbour", "Fishermen ask for new rescue boats"]
    assert furniture("\n\n".join(["Ferry sinks off the cape", P1, P2, "\n".join(links), P3, P4])) == links


def test_headline_decks_and_subheadings_are_kept() -> None:
    head = ["Ferry sinks off the cape", "Nine boats search all night for the missing", "By Ann Vega"]
    assert furniture("\n".join([*head, P1, P2, "An inquiry begins next week", P3, P4])) == []


def test_a_list_in_the_report_is_kept() -> None:
    items = ["Twelve people from the northern islands", "Four members of the ferry's crew"]
    assert (
        furniture(
            "\n".join([P1, P2, "Those who were saved are these, the coast guard said on Tuesday:", *items])
        )
        == []
    )
    assert furniture("\n".join([P1, P2, P3 + " They are:", *items, P4])) == []


def test_an_article_of_short_lines_is_kept() -> None:
    assert furniture("Ferry sinks\nNine boats search\nNobody is found\nThe owner is silent") == []


def test_a_hard_wrapped_text_is_kept() -> None:
    text = (P1 + " " + P2 + " " + P3 + " " + P4).split(" ")
    lines, line = [], ""
    for word in text:
        if len(line) + 1 + len(word) > 60:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    assert furniture("\n".join([*lines, line])) == []


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "Watch Harbour TV Live"),
        ("en", "Facebook Twitter WhatsApp Email"),
        ("en", "© 2020 The Harbour Post"),
        ("en", "Copyright 2020 The Harbour Post. All rights reserved."),
        ("en", "Home | News | Sport | Weather | Opinion"),
        ("en", "https://harbour.example/news/ferry"),
        ("en", "if (window.share) { share.show(); }"),
        ("en", "READ MORE: Fishermen ask for new rescue boats and a lighthouse"),
        ("vi", "Xem thêm"),
        ("vi", "Tin liên quan:"),
        ("es", "Leer más: El puerto pide barcos"),
        ("fr", "Lire aussi : Le port demande des bateaux"),
        ("de", "Lesen Sie auch: Der Hafen braucht Boote"),
        ("it", "Riproduzione riservata"),
        ("pt", "Leia também"),
        ("ru", "Читайте также:"),
        ("ar", "اقرأ أيضا"),
        ("zh", "相关阅读"),
    ],
)
def test_lines_that_are_furniture_wherever_they_stand(language: str, line: str) -> None:
    assert furniture(f"{line}\n\n{P1}\n\n{P2}", language) == [line]
    assert furniture(f"{P1}\n{line}\n{P2}", language) == [line]


def test_leftovers_after_the_last_paragraph_are_furniture() -> None:
    assert furniture("\n\n".join([P1, P2, P3, "View Harbour News In"])) == ["View Harbour News In"]
    assert furniture("\n\n".join([P1, P2, P3, "They had 12 boats"])) == []


def test_the_title_is_the_given_one_or_the_first_line_that_stands_apart() -> None:
    text = f"Watch Harbour TV Live\n\nFerry sinks off the cape\n\n{P1}\n\n{P2}"
    assert title(text) == "Ferry sinks off the cape"
    assert title(text, "A ferry is lost") == "A ferry is lost"
    assert title(text, "Read more") == "Ferry sinks off the cape"
    assert title(P1) is None
    assert title(f"{P1}\n{P2}") is None
    assert title("") is None


@given(st.lists(st.sampled_from([P1, P2, "Share", "A headline of a report", "", "©", "a | b | c | d", "😀"])))
def test_furniture_is_whole_lines_in_order(parts: list[str]) -> None:
    text = "\n".join(parts)
    spans = find_boilerplate(Article(id="a", language="en", text=text))
    assert list(spans) == sorted(spans)
    assert {text[start:end] for start, end in spans} <= {line.strip() for line in parts if line.strip()}


def test_the_seeds_furniture_is_found(shared: Path) -> None:
    text = (shared / "seeds" / "report-en.txt").read_text("utf-8")
    assert len(furniture(text)) == 4
    assert furniture((shared / "seeds" / "report-vi.txt").read_text("utf-8"), "vi") == []
