"""The HTML page: safe for hostile text, complete, and every claim tied to its words."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from report_example import ARTICLES, example

from rashomon.model import Document, MadeBy
from rashomon.report.markup import Mark, Markup, marked, tag
from rashomon.report.page import render
from rashomon.report.view import web_address

ANY = st.text(st.characters(codec=None, exclude_categories=()), max_size=40)


class Page(HTMLParser):
    """A page's elements, its anchors, its links and the text inside elements of a class."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.stack: list[str] = []
        self.words: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in ("meta", "br", "link"):
            self.stack.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.stack.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.stack:
            self.words.append(data)

    def values(self, attribute: str) -> list[str]:
        return [found for _, attributes in self.elements if (found := attributes.get(attribute))]


def test_every_link_within_the_page_has_its_target_and_every_anchor_is_one() -> None:
    page = Page(render(example()))
    anchors = page.values("id")
    assert len(anchors) == len(set(anchors))
    inner = {link[1:] for link in page.values("href") if link.startswith("#")}
    assert inner <= set(anchors)


def test_every_evidence_is_linked_to_its_words_and_back() -> None:
    page = render(example())
    links = set(Page(page).values("href"))
    for claim in example().stories[0].claims:
        for item in claim.evidence:
            letter = "ABCDE"[list(ARTICLES).index(item.article)]
            assert f"#s1-{letter}-{item.start}-{item.end}" in links
    for number in range(1, 8):
        assert page.count(f'href="#s1-claim-{number}"') >= 2


def test_elements_are_closed_in_order() -> None:
    assert Page(render(example())).stack == []


def test_the_whole_text_of_every_article_stands_on_the_page() -> None:
    page = Page(re.sub("<sup>.*?</sup>", "", render(example())))
    shown = "".join(page.words)
    for article in ARTICLES.values():
        assert article.text.replace("\x1b", "␛").replace("\u202e", "�") in shown


def test_the_page_needs_nothing_from_elsewhere() -> None:
    page = render(example())
    names = {name for name, _ in Page(page).elements}
    assert not names & {"script", "link", "img", "iframe", "object", "embed", "form", "base", "video"}
    assert any("default-src 'none'" in policy for policy in Page(page).values("content"))
    assert "url(" not in page
    assert "@import" not in page


def test_markup_in_articles_is_text() -> None:
    page = Page(render(example()))
    assert "b" not in {name for name, _ in page.elements}
    assert "<script>alert('bridge')</script>" in "".join(page.words)


def test_only_web_addresses_become_links() -> None:
    links = [link for link in Page(render(example())).values("href") if not link.startswith("#")]
    assert set(links) == {"https://harbourpost.example/bridge?a=1&b=2", "http://elfaro.example/puente"}


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        " javascript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,hi",
        "file:///etc/passwd",
        "//elsewhere.example",
        "https://",
        "http://[broken",
        "https://a.example/\x00",
        "",
        None,
    ],
)
def test_other_addresses_are_no_web_addresses(url: str | None) -> None:
    assert web_address(url) is None


def test_texts_carry_their_language_and_direction() -> None:
    elements = Page(render(example())).elements
    texts = [attributes for _, attributes in elements if attributes.get("class") == "text"]
    assert [(item["lang"], item["dir"]) for item in texts] == [
        ("en", "ltr"),
        ("en", "ltr"),
        ("es", "ltr"),
        ("ar", "rtl"),
        ("zh", "ltr"),
    ]


def test_page_furniture_is_marked() -> None:
    assert re.search(r'class="furniture">Share this story', render(example()))


def test_verdicts_are_told_by_sign_and_word_not_by_colour_alone() -> None:
    words = " ".join("".join(Page(render(example())).words).split())
    for told in ("= Origins agree", "≠ Origins differ", "○ Only one says"):
        assert told in words


def test_values_that_agree_are_marked_and_told() -> None:
    page = render(example())
    assert '<mark class="value agreed">About 30</mark>' in page
    assert '<mark class="value">Monday</mark>' in page
    assert "about 30 others" in "".join(Page(page).words)


def test_copies_of_one_account_are_told_as_one_origin() -> None:
    document = example()
    story = document.stories[0]
    hurt = story.claims[3]
    alone = msgspec.structs.replace(hurt, verdict="single", origins=1, evidence=hurt.evidence[:2])
    page = render(
        msgspec.structs.replace(document, stories=(msgspec.structs.replace(story, claims=(alone,)),))
    )
    assert ", also in B, same origin" in "".join(Page(page).words)


def test_it_never_says_who_is_right() -> None:
    words = "".join(Page(render(example())).words).lower()
    assert not re.search(r"\b(correct|wrong|false claim|debunked|confirmed|verified)\b", words)


def test_a_document_without_a_story_says_so() -> None:
    page = render(Document(made_by=MadeBy("0", "e", "t"), articles=(), stories=()))
    assert "No story" in page


def test_several_stories_are_listed_and_their_anchors_are_apart() -> None:
    document = example()
    story = document.stories[0]
    two = msgspec.structs.replace(document, stories=(story, msgspec.structs.replace(story, id="s2")))
    page = Page(render(two))
    anchors = page.values("id")
    assert len(anchors) == len(set(anchors))
    assert {"#s1", "#s2"} <= set(page.values("href"))


def test_crossing_marks_are_broken_and_tied_together() -> None:
    words = marked("abcdef", [Mark(0, 4, ("x",), "one"), Mark(2, 6, ("y",), "two", Markup("<sup>2</sup>"))])
    assert words == (
        '<mark id="one" class="x">ab<mark id="two" class="y broken">cd</mark></mark>'
        '<mark class="y continued">ef</mark><sup>2</sup>'
    )


def test_marks_of_the_same_range_become_one() -> None:
    assert marked("ab", [Mark(0, 2, ("x",), "i"), Mark(0, 2, ("y",), "i")]) == (
        '<mark id="i" class="x y">ab</mark>'
    )


@given(
    st.text(st.characters(exclude_categories=("Cc", "Cs", "Cf", "Zl", "Zp")), max_size=30),
    st.lists(st.tuples(st.integers(-3, 35), st.integers(-3, 35)), max_size=8),
)
def test_however_marks_lie_the_text_stays_whole_and_elements_nest(
    text: str, places: list[tuple[int, int]]
) -> None:
    marks = [Mark(start, end, ("m",), f"a{index}") for index, (start, end) in enumerate(places)]
    page = Page(marked(text, marks))
    assert "".join(page.words) == text
    assert page.stack == []


def test_attributes_and_children_are_escaped() -> None:
    assert tag("p", "<&>", title='"><script>') == '<p title="&quot;&gt;&lt;script&gt;">&lt;&amp;&gt;</p>'


@settings(max_examples=25, deadline=None)
@given(ANY, ANY)
def test_any_text_leaves_the_elements_of_the_page_as_they_are(text: str, other: str) -> None:
    document = example()
    story = document.stories[0]
    claim = msgspec.structs.replace(story.claims[1], text=text, language=other)
    entity = msgspec.structs.replace(story.entities[0], name=text)
    story = msgspec.structs.replace(story, title=text, claims=(claim, *story.claims[2:]), entities=(entity,))
    article = msgspec.structs.replace(
        document.articles[0], outlet=text, language=other, title=other, published=text, url=other
    )
    page = render(
        msgspec.structs.replace(document, stories=(story,), articles=(article, *document.articles[1:]))
    )
    page.encode("utf-8")
    read = Page(page)
    assert read.stack == []
    assert not {name for name, _ in read.elements} & {"script", "img", "iframe"}
    assert all(not name.startswith("on") for _, attributes in read.elements for name in attributes)
    assert all(re.match("#|https?://", link) for link in read.values("href"))
