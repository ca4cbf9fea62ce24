"""What visitors do, in a real browser: reading, searching, by keyboard, without a script, on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from browsing import CHECKED, DRAFT, every_page, one_of_each, slow

if TYPE_CHECKING:
    from collections.abc import Callable

    from browsing import Visit
    from playwright.sync_api import Page

    Opens = Callable[..., Visit]

VIETNAMESE = "đập xả nước nửa đêm mà không báo cho dân làng"
LANGUAGES = (("vi", "ltr"), ("fr", "ltr"), ("es", "ltr"), ("ar", "rtl"), ("en", "ltr"))


def test_a_newcomer_goes_from_the_stories_to_the_words_in_an_article(visit: Opens) -> None:
    visitor = visit()
    page = visitor.page
    visitor.to("/")
    ferry = page.locator(".card", has_text="ferry").first
    assert "27" in ferry.locator(".difference").inner_text()
    ferry.locator("h2 a").click()
    page.wait_for_url("**/story/*")
    page.locator(".strongest a").click()
    claim = page.locator(page.url[page.url.index("#") :])
    row = claim.locator("table.accounts tbody tr", has=page.locator("blockquote")).first
    words = row.locator("blockquote").inner_text()
    row.locator("a.letter").click()
    page.wait_for_url("**/article/*#*")
    target = page.locator(page.url[page.url.index("#") :])
    assert target.is_visible()
    assert plain(words)[:40] in plain(page.locator(".text").inner_text())
    assert in_window(page, target.evaluate("e => e.getBoundingClientRect().top"))
    visitor.look()


def test_a_question_in_vietnamese_finds_an_english_statement(visit: Opens) -> None:
    visitor = visit(language="vi-VN")
    visitor.to("/search")
    visitor.page.get_by_role("searchbox").fill(VIETNAMESE)
    visitor.page.get_by_role("searchbox").press("Enter")
    english = visitor.page.locator(".found [lang=en]", has_text="without warning")
    english.first.wait_for()
    assert visitor.page.locator("html").get_attribute("lang") == "vi"
    row = visitor.page.locator(".hit-row", has_text="without warning").first
    assert "tiếng anh" in row.inner_text().lower()


def test_what_is_typed_is_found_without_a_button(visit: Opens) -> None:
    visitor = visit()
    visitor.to("/")
    visitor.page.get_by_role("searchbox").press_sequentially("dockers", delay=20)
    visitor.page.wait_for_url("**/?q=dockers*")
    visitor.page.locator(".card .hit").first.wait_for()
    assert "Carrowmere" in visitor.page.locator(".card h2").first.inner_text()
    visitor.look()


def test_a_text_is_checked_and_each_finding_is_followed_to_its_words(visit: Opens) -> None:
    visitor = visit()
    page = visitor.page
    visitor.to(CHECKED)
    found = page.locator(".statement", has=page.locator(".theirs .found"))
    assert found.count() >= 2
    words = found.first.locator(".theirs blockquote").first.inner_text()
    found.first.locator(".theirs a.letter").first.click()
    page.wait_for_url("**/article/*#*")
    target = page.locator(page.url[page.url.index("#") :])
    assert plain(target.inner_text())[:40] == plain(words)[:40]
    page.go_back()
    page.locator(".to-form a").click()
    assert page.locator("#again textarea").input_value() == DRAFT
    visitor.look()


@pytest.mark.parametrize("language", ["vi-VN", "fr-FR", "es-MX", "ar-EG", "en-US", "de-DE"])
def test_labels_are_in_the_language_of_the_browser(visit: Opens, language: str) -> None:
    visitor = visit(language=language)
    visitor.to("/")
    expected = language[:2] if language != "de-DE" else "en"
    html = visitor.page.locator("html")
    assert html.get_attribute("lang") == expected
    assert html.get_attribute("dir") == dict(LANGUAGES)[expected]


def test_the_language_is_changed_by_choice_and_stays(visit: Opens) -> None:
    visitor = visit()
    visitor.to("/search?q=ferry")
    titles = set()
    for language, direction in LANGUAGES:
        visitor.page.locator("select[name=lang]").select_option(language)
        visitor.page.locator(f"html[lang={language}]").wait_for()
        assert visitor.page.locator("html").get_attribute("dir") == direction
        assert visitor.page.url.endswith("/search?q=ferry")
        titles.add(visitor.page.locator("h1").inner_text())
        visitor.look()
    assert len(titles) == len(LANGUAGES)
    visitor.page.locator("select[name=lang]").select_option("ar")
    visitor.page.locator("html[lang=ar]").wait_for()
    visitor.to("/")
    assert visitor.page.locator("html").get_attribute("dir") == "rtl"


def test_words_of_every_language_run_their_own_way(visit: Opens, address: str) -> None:
    visitor = visit(language="ar-EG")
    for path in one_of_each(address):
        visitor.to(path)
        wrong = visitor.page.evaluate(
            """() => [...document.querySelectorAll('main [lang]:not([lang=und], [dir=auto])')].filter(e =>
            getComputedStyle(e).direction !== (/^(ar|fa|he|ur|ps)/.test(e.lang) ? 'rtl' : 'ltr'))
            .map(e => e.outerHTML.slice(0, 120))"""
        )
        assert wrong == [], path
        assert visitor.wider() == [], path


def test_all_is_reached_by_keyboard_and_seen_to_be(visit: Opens) -> None:
    visitor = visit()
    page = visitor.page
    visitor.to("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert in_window(page, page.locator(".skip").evaluate("e => e.getBoundingClientRect().bottom"))
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")
    page.keyboard.type("dockers")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?q=dockers*")
    page.locator(".card .hit").first.wait_for()
    visitor.to("/")
    seen = walk(page)
    assert not [one for one in seen if not one["visible"]]
    assert [one["position"] for one in seen] == sorted(one["position"] for one in seen)
    assert sum(one["tag"] == "SUMMARY" for one in seen) == 1
    page.locator("summary").focus()
    page.keyboard.press("Enter")
    assert page.locator("details.filters").evaluate("e => e.open")
    page.locator("select[name=verdict]").focus()
    page.keyboard.press("t")  # the first letter of no choice: nothing is lost
    page.locator(".card h2 a").last.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/story/*")
    visitor.look()


@slow
def test_every_stop_of_the_keyboard_on_a_story_is_seen(visit: Opens, address: str) -> None:
    visitor = visit()
    for path in [one for one in every_page(address) if "told" not in one][:6]:
        visitor.to(path)
        seen = walk(visitor.page, 60)
        assert not [one for one in seen if not one["visible"]], path
        assert not [one for one in seen if not one["named"]], path


@pytest.mark.parametrize(
    ("language", "pages"),
    [
        ("ar-EG", one_of_each),
        *(pytest.param(code, every_page, marks=slow) for code, _ in LANGUAGES),
    ],
)
def test_no_page_is_wider_than_a_small_window(
    visit: Opens, address: str, language: str, pages: Callable[[str], list[str]]
) -> None:
    visitor = visit(width=320, height=640, language=language)
    for path in pages(address):
        visitor.to(path)
        assert visitor.wider() == [], path
        visitor.page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
        assert visitor.wider() == [], f"{path}, unfolded"


def test_without_a_script_all_can_be_read_and_searched(visit: Opens, address: str) -> None:
    visitor = visit(script=False)
    page = visitor.page
    for path in one_of_each(address):
        visitor.to(path)
        assert len(plain(page.locator("main").inner_text())) > 40, path
    visitor.to("/")
    page.get_by_role("searchbox").fill("ferry")
    page.locator(".ask button.primary").click()
    page.wait_for_url("**/?q=ferry*")
    page.locator(".card h2 a").first.click()
    page.wait_for_url("**/story/*")
    cite = page.locator("details.cite").first
    cite.locator("summary").click()
    assert cite.locator("textarea").is_visible()
    assert not page.locator("button.copy").first.is_visible()
    page.locator("select[name=lang]").select_option("fr")
    page.locator(".tongue button").click()
    page.locator("html[lang=fr]").wait_for()


def test_paper_shows_what_is_open_and_cuts_nothing(visit: Opens, address: str) -> None:
    visitor = visit(width=700, height=1000)
    for path in [
        one for one in every_page(address) if one.startswith(("/story", "/article", "/side-by-side?"))
    ]:
        visitor.to(path)
        visitor.page.emulate_media(media="print")
        visitor.page.evaluate("dispatchEvent(new Event('beforeprint'))")
        hidden = visitor.page.locator("main :is(blockquote, .text, .lead-words)").evaluate_all(
            "all => all.filter(e => !e.offsetHeight && !e.closest('details:not([open])')).length"
        )
        assert hidden == 0, path
        cut = visitor.page.evaluate(
            """() => [...document.querySelectorAll('main *')].filter(e => e.scrollWidth > e.clientWidth + 2 &&
            e.clientWidth > 1 && ['hidden', 'auto', 'scroll', 'clip'].includes(getComputedStyle(e).overflowX))
            .map(e => e.tagName + '.' + e.className).slice(0, 5)"""
        )
        assert cut == [], path
        assert not visitor.page.locator(".masthead nav").is_visible()
        assert len(visitor.page.pdf()) > 10_000
        visitor.page.emulate_media(media="screen")
        visitor.look()


def test_a_claim_is_copied_with_its_citations(visit: Opens, address: str) -> None:
    visitor = visit()
    visitor.allow("clipboard-read", "clipboard-write")
    visitor.to("/story/s1")
    cite = visitor.page.locator("details.cite").first
    cite.locator("summary").click()
    cite.locator("button.copy").click()
    visitor.page.locator("button.copy[data-done]", has_text="Copied").first.wait_for()
    copied = visitor.page.evaluate("navigator.clipboard.readText()")
    assert f"{address}/story/s1#" in copied
    visitor.look()


def walk(page: Page, most: int = 40) -> list[dict[str, object]]:
    """What the Tab key stops at, from the top: whether it is seen to have the focus, and has a name."""
    page.evaluate(
        "window.all = [...document.querySelectorAll('*')]; document.activeElement.blur(); scrollTo(0, 0)"
    )
    seen = []
    for _ in range(most):
        page.keyboard.press("Tab")
        one = page.evaluate(
            """() => { const e = document.activeElement, r = e.getBoundingClientRect();
            const s = getComputedStyle(e);
            return { tag: e.tagName, html: e.outerHTML.slice(0, 90), position: window.all.indexOf(e),
            named: !!(e.textContent.trim() || e.ariaLabel || e.labels?.length ||
            e.getAttribute('aria-labelledby')),
            visible: r.width > 4 && r.height > 4 && r.bottom > 0 && r.top < innerHeight &&
            s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2 } }"""
        )
        if one["tag"] == "BODY":
            break
        seen.append(one)
    return seen


def plain(text: str) -> str:
    return " ".join(text.split())


def in_window(page: Page, height: float) -> bool:
    return 0 <= height <= page.evaluate("innerHeight")
