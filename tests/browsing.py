"""What the tests in a browser share: a served library, and a visitor's window that notes what goes wrong."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from urllib.request import urlopen

import msgspec
import pytest

from rashomon.model import Article

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, ConsoleMessage, Route

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"]
CHECKED = "/check#checked"  # the page of a check with a text that was sent
DRAFT = (
    "Nine people drowned below the Orrin dam. The keeper opened its gates at noon. "
    "Dockers in Carrowmere won a rise of 6 percent. Nobody was hurt, it is said."
)
slow = pytest.mark.skipif(
    "RASHOMON_SLOW_TESTS" not in os.environ, reason="takes minutes: set RASHOMON_SLOW_TESTS to run it"
)
EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
CANARY = """window.canary = [];
document.addEventListener('securitypolicyviolation',
  e => canary.push(e.violatedDirective + ' ' + e.blockedURI))"""
OWN = (
    ("dam-en", "Valley Record", "en", "2024-06-02", "Villages flooded below the Orrin dam",
     "The dam keeper opened the gates at midnight without warning the villages below. Nine people drowned in "
     "Tellow and forty houses were washed away, the district governor said on Sunday. Schools stay closed."),
    ("dam-vi", "Báo Thung Lũng", "vi", "2024-06-02", "Xả lũ đập Orrin, bảy người chết",
     "Bảy người chết đuối ở Tellow sau khi đập Orrin xả lũ vào nửa đêm Chủ nhật, chính quyền huyện cho biết. "
     "Bốn mươi ngôi nhà bị cuốn trôi. Trường học đóng cửa."),
    ("dam-ar", "أخبار الوادي", "ar", "2024-06-03", "غرق تسعة أشخاص أسفل سد أورين",
     "قال محافظ المنطقة إن تسعة أشخاص غرقوا في تيلو بعد فتح بوابات سد أورين عند منتصف الليل. "
     "وجرفت المياه أربعين منزلا."),
    ("strike-en", "Port Gazette", "en", "2024-06-04", "Dockers end their strike in Carrowmere",
     "Dockers in Carrowmere went back to work on Tuesday after eleven days. They won a rise of 6 percent."),
    ("strike-fr", "La Dépêche du Port", "fr", "2024-06-04", "Carrowmere : les dockers reprennent le travail",
     "Les dockers de Carrowmere ont repris le travail mardi après onze jours de grève. Ils ont obtenu une "
     "hausse de 5 pour cent."),
    ("owl-ja", "港新報", "ja", "2024-06-05", "絶滅危惧のフクロウ、30年ぶりに確認",
     "環境省は水曜日、カロウミアの森で絶滅危惧種のフクロウ2羽を30年ぶりに確認したと発表した。"),
)  # fmt: skip


def write_reports(path: Path) -> None:
    """Reports of three invented events, as JSON Lines."""
    lines = []
    for name, outlet, language, published, title, text in OWN:
        one = Article(id=name, url=f"https://{name}.example/1", outlet=outlet, language=language,
                      published=published, title=title, text=text)  # fmt: skip
        lines.append(msgspec.json.encode(one) + b"\n")
    path.write_bytes(b"".join(lines))


def add(library: Path, *paths: Path) -> None:
    """Add the examples and more with ``rashomon add``."""
    command = [sys.executable, "-m", "rashomon", "add", "--quiet", "--library", str(library), str(EXAMPLES)]
    subprocess.run([*command, *map(str, paths)], check=True, stdout=subprocess.DEVNULL)


def every_page(address: str) -> list[str]:
    """The address of a page of each kind, and of each story of the library."""
    stories = _stories(address)
    told = [one for name in stories[-3:] for one in _told(address, name)]
    articles = {one["language"]: one["id"] for one in told}
    return [
        *("/", "/?told=all", "/?q=ferry&verdict=differ", "/search", "/search?q=ferry", "/entity/Carrowmere"),
        *(f"/story/{one}" for one in stories),
        *(f"/article/{articles[one]}" for one in ("ar", "en", "vi", "zh")),
        *("/side-by-side", beside(address), "/check", CHECKED),
    ]


def one_of_each(address: str) -> list[str]:
    """The address of a page of each kind that shows reports: of stories, one of middling length."""
    article = next(one for one in every_page(address) if one.startswith("/article/"))
    return ["/search?q=ferry", "/story/s2", article, beside(address), CHECKED]


def largest(address: str) -> str:
    """The story of most articles."""
    stories = _asked(f"{address}/api/1/stories")["stories"]
    return str(max(stories, key=lambda one: one["articles"])["id"])


def beside(address: str) -> str:
    """The address of accounts in four languages side by side."""
    articles = {one["language"]: one["id"] for one in _told(address, _stories(address)[-1])}
    return "/side-by-side?" + "&".join(f"articles={one}" for one in list(articles.values())[:4])


def _stories(address: str) -> list[str]:
    return [one["id"] for one in _asked(f"{address}/api/1/stories")["stories"]]


def _told(address: str, story: str) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = _asked(f"{address}/api/1/stories/{story}")["articles"]
    return told


def _asked(url: str) -> Any:
    with urlopen(url, timeout=20) as answer:
        return msgspec.json.decode(answer.read())


@contextmanager
def served(library: Path) -> Iterator[str]:
    """``rashomon serve`` on a free port of loopback; gives its address without the slash at the end."""
    command = [sys.executable, "-m", "rashomon", "serve", "--library", str(library), "--port", "0"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        told = server.stdout.readline()
        assert " is open at " in told, told
        yield told.split(" is open at ")[1].split("/ ")[0]
    finally:
        server.terminate()
        server.wait(timeout=20)


@contextmanager
def visits(browser: Browser, address: str) -> Iterator[Callable[..., Visit]]:
    """Gives what opens windows; at the end nothing that pages did in them may have been wrong."""
    made: list[Visit] = []

    def open_window(**options: object) -> Visit:
        made.append(Visit(browser, address, **options))
        return made[-1]

    yield open_window
    wrong = [one for visitor in made for one in visitor.wrong]
    for visitor in made:
        visitor.close()
    assert wrong == []


class Visit:
    """A window of its own. ``wrong`` holds errors, violated policies and requests to other hosts."""

    def __init__(self, browser: Browser, address: str, *, width: int = 1280, height: int = 900,
                 language: str = "en-GB", dark: bool = False, script: bool = True) -> None:  # fmt: skip
        self.address = address
        self.wrong: list[str] = []
        self.script = script
        self._context = browser.new_context(
            viewport={"width": width, "height": height},
            locale=language,
            color_scheme="dark" if dark else "light",
            java_script_enabled=script,
            reduced_motion="reduce",
        )
        self._context.add_init_script(CANARY)
        self._context.route("**/*", self._route)
        self.page = self._context.new_page()
        self.page.set_default_timeout(20_000)
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.wrong.append(f"error in a page: {error}"))
        self.page.on("dialog", self._dialog)

    def to(self, path: str) -> None:
        """Open a page of the library; ``CHECKED`` is reached by sending the draft."""
        answer = self.page.goto(self.address + path, wait_until="load")
        if path == CHECKED:
            self.page.locator("form.draft textarea").fill(DRAFT)
            with self.page.expect_navigation(wait_until="load") as sent:
                self.page.locator("form.draft button.primary").click()
            answer = sent.value
        assert answer is not None
        assert answer.status == 200, (path, answer.status)
        self.look()

    def look(self) -> None:
        """Note what the page that is open says went wrong."""
        if self.script:
            self.wrong += self.page.evaluate("window.canary || ['the canary is gone']")

    def allow(self, *rights: str) -> None:
        """Let pages do what a browser asks about."""
        self._context.grant_permissions(list(rights), origin=self.address)

    def close(self) -> None:
        self._context.close()

    def wider(self) -> list[str]:
        """What makes the page wider than the window, so that it would scroll sideways."""
        found: list[str] = self.page.evaluate(
            """() => document.scrollingElement.scrollWidth <= innerWidth ? [] :
            ['page ' + document.scrollingElement.scrollWidth,
              ...[...document.querySelectorAll('body *')]
              .filter(e => { const r = e.getBoundingClientRect();
                return r.right > innerWidth + 1 || r.left < -1 })
              .slice(0, 6).map(e => e.tagName + '.' + e.className + ' ' + e.textContent.slice(0, 30))]"""
        )
        return found

    def _route(self, route: Route) -> None:
        asked = urlsplit(route.request.url)
        if asked.scheme in {"data", "blob", "about"} or asked.netloc == urlsplit(self.address).netloc:
            route.continue_()
        else:
            self.wrong.append(f"another host is asked: {route.request.url}")
            route.abort()

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.wrong.append(f"console: {message.text}")

    def _dialog(self, dialog: object) -> None:
        self.wrong.append(f"a dialog: {dialog.message}")  # type: ignore[attr-defined]
        dialog.dismiss()  # type: ignore[attr-defined]
