"""What a screen reader and weak eyes need: axe finds nothing serious on any page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from browsing import every_page, one_of_each, slow

if TYPE_CHECKING:
    from collections.abc import Callable

    from browsing import Visit

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
GRAVE = {"serious", "critical"}


@pytest.fixture(scope="session")
def axe() -> Any:
    made = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    return made.Axe()


@slow
def test_axe_finds_nothing_serious_on_any_page(visit: Callable[..., Visit], address: str, axe: Any) -> None:
    assert faults(axe, visit(), every_page(address)) == []


@pytest.mark.parametrize(
    ("language", "dark", "width"),
    [
        ("en-GB", False, 1280),
        pytest.param("ar-EG", True, 360, marks=slow),
        pytest.param("en-GB", True, 1280, marks=slow),
        pytest.param("ar-EG", False, 1280, marks=slow),
    ],
)
def test_axe_finds_nothing_serious_in_the_dark_in_arabic_and_in_a_small_window(
    visit: Callable[..., Visit], address: str, axe: Any, language: str, dark: bool, width: int
) -> None:
    assert faults(axe, visit(language=language, dark=dark, width=width), one_of_each(address)) == []


def faults(axe: Any, visitor: Visit, paths: list[str]) -> list[tuple[str, ...]]:
    """Where, how grave, which rule, and the first element that breaks it."""
    found = []
    for path in paths:
        visitor.to(path)
        told = axe.run(visitor.page, options={"runOnly": RULES, "resultTypes": ["violations"]}).response
        for one in told["violations"]:
            if one["impact"] in GRAVE:
                node = one["nodes"][0]
                found.append(
                    (path, one["impact"], one["id"], node["html"][:160], node["failureSummary"][:200])
                )
    return found
