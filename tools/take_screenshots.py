"""Takes docs/screens: a picture of each page of a library of the examples, as a browser shows it.

    python tools/take_screenshots.py
    python tools/take_screenshots.py http://127.0.0.1:8765 --folder screens

Needs playwright, and chromium or chrome on the PATH. Without an address it runs ``rashomon demo``.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.request import urlopen

from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator

SCREENS = Path(__file__).resolve().parent.parent / "docs" / "screens"
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
DRAFT = "At least 40 people died when the ferry Nawras sank off Bandar Suhail. The port's radar was working."
WIDTH, HEIGHT = 1280, 1000


@contextmanager
def demo() -> Iterator[str]:
    """The address of a library of the examples."""
    command = [sys.executable, "-m", "rashomon", "demo", "--no-open", "--quiet", "--port", "0"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        yield server.stdout.readline().split(" is open at ")[1].split("/ ")[0]
    finally:
        server.terminate()
        server.wait()


def asked(url: str) -> Any:
    with urlopen(url, timeout=60) as answer:
        return json.load(answer)


def take(address: str, folder: Path) -> None:
    stories = asked(f"{address}/api/1/stories")["stories"]
    story = max(stories, key=lambda one: one["articles"])["id"]
    told = asked(f"{address}/api/1/stories/{story}")["articles"]
    by = {one["language"]: one["id"] for one in told}
    beside = f"/side-by-side?articles={by['en']}&articles={by['vi']}&articles={by['ar']}"
    pages: dict[str, tuple[str, dict[str, Any]]] = {
        "stories": ("/", {}),
        "story": (f"/story/{story}", {}),
        "story-differences": (f"/story/{story}#differ", {}),
        "story-arabic": (f"/story/{story}", {"locale": "ar-EG"}),
        "story-dark": (f"/story/{story}#differ", {"color_scheme": "dark"}),
        "story-when": (f"/story/{story}#when", {}),
        "story-figures": (f"/story/{story}#figures", {}),
        "story-support": (f"/story/{story}#support", {}),
        "side-by-side": (beside, {}),
        "article": (f"/article/{by['vi']}", {}),
        "entity": ("/entity/Nawras", {}),
        "search": ("/search?q=bao+nhi%C3%AAu+ng%C6%B0%E1%BB%9Di+ch%E1%BA%BFt", {}),
        "check": ("/check", {}),
        "small": (f"/story/{story}", {"viewport": {"width": 360, "height": 760}}),
    }
    path = next((found for name in NAMES if (found := shutil.which(name))), None)
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        for name, (where, options) in pages.items():
            context = browser.new_context(
                **{"viewport": {"width": WIDTH, "height": HEIGHT}, "locale": "en-GB", **options},
                reduced_motion="reduce",
            )
            page = context.new_page()
            page.set_default_timeout(120_000)
            page.goto(address + where)
            if name == "check":
                page.locator("main textarea").first.fill(DRAFT)
                page.locator("form.draft button.primary").click()
                page.locator("#checked, main .quotes, main blockquote").first.wait_for()
            page.screenshot(path=folder / f"{name}.jpg", type="jpeg", quality=60)
            context.close()
            print(f"{name:20} {(folder / f'{name}.jpg').stat().st_size // 1000} kB")
        browser.close()


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("address", nargs="?", help="of a server that runs already")
    parser.add_argument("--folder", type=Path, default=SCREENS)
    given = parser.parse_args()
    if given.address:
        take(given.address, given.folder)
    else:
        with demo() as address:
            take(address, given.folder)


if __name__ == "__main__":
    main()
