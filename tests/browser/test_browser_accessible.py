"""What a screen reader and weak eyes need: axe finds nothing serious on any page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from browsing import every_page

if TYPE_CHECKING:
    from collections.abc import Callable

    from browsing import Visit

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
GRAVE = {"serious", "critical"}


@pytest.fixture(scope="session")
def axe() -> Any:
    made = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    return made.Axe()


@pytest.mark.parametrize(
    ("language", "dark", "width"),
    [("en-GB", False, 1280), ("en-GB", True, 1280), ("ar-EG", False, 1280), ("ar-EG", True, 360)],
)
def test_axe_finds_nothing_serious(
    visit: Callable[..., Visit], address: str, axe: Any, language: str, dark: bool, width: int
) -> None:
    visitor = visit(language=language, dark=dark, width=width)
    found = []
    for path in every_page(address):
        visitor.to(path)
        told = axe.run(visitor.page, options={"runOnly": RULES, "resultTypes": ["violations"]}).response
        found += [
            (
                path,
                one["impact"],
                one["id"],
                one["nodes"][0]["html"][:160],
                one["nodes"][0]["failureSummary"][:200],
            )
            for one in told["violations"]
            if one["impact"] in GRAVE
        ]
    assert found == []
