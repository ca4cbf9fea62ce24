"""Feeds watched into a library: only what is new is added, and nothing is lost or doubled."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest
from conftest import ROOT
from library_work import QuickEncoder
from test_sources_feeds import RSS, STORY, full
from web_site import PAGE, Site, fetcher, site

from rashomon.cli import main
from rashomon.encoder import Encoder
from rashomon.library import Added, LibraryError, open_library, verify
from rashomon.library.feeds import feed_states
from rashomon.library.looking import status
from rashomon.library.watching import Looked, watch_feeds

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["site"]

ENCODER: Any = QuickEncoder()
WEEK = 604_800.0
NOW = 1_320_105_600.0  # 1 November 2011, when the entries of the feeds below are new


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """A place for a library; no model is loaded, and no host is waited for."""
    from rashomon.sources import Fetcher

    monkeypatch.setattr(Encoder, "open", lambda **_: QuickEncoder())
    monkeypatch.setitem(Fetcher.__init__.__kwdefaults__, "delay", 0.0)
    monkeypatch.setenv("RASHOMON_LIBRARY", str(tmp_path / "library"))
    return str(tmp_path / "library")


def serve(site: Site, path: str, *items: str) -> None:
    body = (RSS % "".join(items)).replace("https://outlet.example", site.url).encode()
    site.put(path, body, ETag=f'"{len(items)}"')


def watch(capsys: Any, *words: str) -> tuple[int, list[dict[str, Any]], str]:
    code = main(["watch", "--once", "--allow-private", "--json", *words])
    out, err = capsys.readouterr()
    return code, [json.loads(line) for line in out.splitlines()], err


def added(lines: list[dict[str, Any]]) -> tuple[int, int, int]:
    found = [line for line in lines if line["event"] == "added"]
    return tuple(sum(line[name] for line in found) for name in ("new", "changed", "known"))  # type: ignore[return-value]


# The command


def test_what_is_new_is_added_and_grouped(site: Site, quick: str, capsys: Any) -> None:
    serve(site, "/feed", full(1), full(2, "Twelve were hurt."))
    site.put("/2")
    code, lines, _ = watch(capsys, site.url + "/feed")
    assert (code, added(lines)) == (0, (2, 0, 0))
    with open_library(quick) as library:
        assert (status(library).articles, list(verify(library))) == (2, [])
        assert [*feed_states(library)] == [site.url + "/feed"]
    code, lines, _ = watch(capsys, site.url + "/feed")
    assert (code, lines) == (0, [])  # not due yet: not asked, and no model is loaded
    assert site.count("/feed") == 1


def test_a_feed_that_fails_is_named_and_the_rest_goes_on(site: Site, quick: str, capsys: Any) -> None:
    serve(site, "/feed", full(1))
    site.put("/broken", b"", 500)
    code, lines, err = watch(capsys, site.url + "/broken", site.url + "/feed", site.url + "/page")
    assert (code, added(lines)) == (1, (1, 0, 0))
    assert f"{site.url}/broken: answered 500; asked again in 15 min" in err
    assert {line["feed"]: line["failed"] for line in lines if line["event"] == "asked"} == {
        site.url + "/broken": "answered 500",
        site.url + "/feed": None,
        site.url + "/page": "answered 404",
    }


def test_people_are_told_in_a_line(site: Site, quick: str, capsys: Any) -> None:
    serve(site, "/feed", full(1))
    words = ["watch", "--once", "--allow-private", site.url + "/feed"]
    assert main(words) == 0
    assert capsys.readouterr().out == "1 new, 0 changed, 0 known already.\n"
    assert main(words) == 0
    assert capsys.readouterr().out == "No feed is due yet.\n"
    assert main([*words, "--quiet"]) == 0
    assert capsys.readouterr() == ("", "")


def test_an_opml_file_is_read_and_a_file_that_names_no_feeds_is_named(
    site: Site, quick: str, capsys: Any, tmp_path: Path
) -> None:
    serve(site, "/feed", full(1))
    (tmp_path / "feeds.opml").write_text(
        f'<opml><body><outline text="x"><outline xmlUrl="{site.url}/feed"/></outline></body></opml>'
    )
    (tmp_path / "report.txt").write_text("A report of no feeds.")
    code, lines, err = watch(capsys, str(tmp_path / "feeds.opml"), str(tmp_path / "report.txt"))
    assert (code, added(lines)) == (1, (1, 0, 0))
    assert "report.txt: names no feeds" in err
    assert main(["watch", "--once", str(tmp_path / "none.opml")]) == 1


def test_private_addresses_are_refused_without_the_flag(site: Site, quick: str, capsys: Any) -> None:
    serve(site, "/feed", full(1))
    assert main(["watch", "--once", site.url + "/feed"]) == 1
    assert "private or reserved" in capsys.readouterr().err
    assert site.asked == []
    assert main(["watch", "--once", "--allow-private", site.url + "/feed"]) == 0
    assert "1 new" in capsys.readouterr().out


def test_what_means_harm_is_named_and_the_rest_is_added(
    site: Site, quick: str, capsys: Any, tmp_path: Path
) -> None:
    laughs = "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12))
    entry = "<item><title>&a11;</title><description>&a11;</description></item>"
    rss = (RSS % full(1)).encode()
    site.put(
        "/laughs", f"<!DOCTYPE r [<!ENTITY a0 'ha'>{laughs}]><rss><channel>{entry}</channel></rss>".encode()
    )
    site.put("/file", b"<!DOCTYPE r [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><rss>&x;</rss>")
    site.put("/bomb", gzip.compress(b" " * 60_000_000 + rss), Content_Encoding="gzip")
    site.put("/inner", gzip.compress(b" " * 60_000_000 + rss))
    site.put("/circle", b"", 302, Location="/circle")
    site.put("/noise", bytes(range(256)) * 100)
    site.put("/half", rss[:-40])
    site.put(
        "/odd", (RSS % full(2, STORY + " Мост.")).replace("1.0", '1.0" encoding="koi8-r', 1).encode("koi8-r")
    )
    site.pages["/cut"] = lambda it: (
        it.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n" + rss) and None
    )
    names = ("laughs", "file", "bomb", "inner", "circle", "noise", "half", "odd", "cut")
    begun = time.process_time()
    code, lines, err = watch(capsys, *(f"{site.url}/{name}" for name in names))
    assert time.process_time() - begun < 20
    assert (code, added(lines)) == (1, (2, 0, 0))
    failed = {line["feed"].rpartition("/")[2]: line["failed"] for line in lines if line["event"] == "asked"}
    assert set(failed) == set(names)
    assert failed["circle"] == "redirected in a circle"
    assert "cut off" in failed["cut"]
    assert all("unpacks to more" in failed[name] for name in ("bomb", "inner"))
    assert failed["half"] is failed["odd"] is None
    assert "root:" not in err
    with open_library(quick) as library:
        assert list(verify(library)) == []


PROGRAM = """
import sys
sys.path[:0] = [{tests!r}]
from library_work import QuickEncoder
from rashomon.cli import main
from rashomon.encoder import Encoder
from rashomon.sources import Fetcher
Encoder.open = lambda **_: QuickEncoder()
Fetcher.__init__.__kwdefaults__["delay"] = {delay}
sys.exit(main({words!r}))
"""


def started(delay: float, *words: str) -> subprocess.Popen[str]:
    program = PROGRAM.format(tests=str(ROOT / "tests"), delay=delay, words=list(words))
    return subprocess.Popen(
        [sys.executable, "-c", program],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=dict(os.environ),
    )


def wait_for(site: Site, path: str) -> None:
    end = time.monotonic() + 60
    while not site.count(path) and time.monotonic() < end:
        time.sleep(0.02)


@pytest.mark.skipif(sys.platform == "win32", reason="signals are another thing there")
@pytest.mark.parametrize(("sign", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_asked_to_end_it_keeps_what_came_and_goes_on_from_there(
    site: Site, quick: str, capsys: Any, sign: signal.Signals, code: int
) -> None:
    serve(site, "/feed", full(1), full(2, "Twelve were hurt."), full(3, "Thirteen were hurt."))
    for number in (2, 3):
        site.put(f"/{number}", PAGE.replace(b"Monday", b"Monday the %d." % number))
    process = started(3.0, "watch", "--allow-private", site.url + "/feed")  # three seconds between two pages
    wait_for(site, "/2")
    process.send_signal(sign)
    _, err = process.communicate(timeout=60)
    assert process.returncode == code
    assert "finishing what is at hand" in err
    assert "Run the same command again to go on" in err
    with open_library(quick) as library:
        assert status(library).articles in {1, 2}
        assert list(verify(library)) == []
    assert watch(capsys, site.url + "/feed")[0] == 0
    with open_library(quick) as library:
        assert status(library).articles == 3


@pytest.mark.skipif(sys.platform == "win32", reason="signals are another thing there")
def test_while_it_waits_for_the_next_round_it_ends_at_once(site: Site, quick: str) -> None:
    serve(site, "/feed", full(1))
    process = started(0.0, "watch", "--allow-private", "--json", site.url + "/feed")
    assert process.stdout
    while json.loads(process.stdout.readline())["event"] != "added":
        pass
    time.sleep(0.3)
    begun = time.monotonic()
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=60)
    assert (process.returncode, time.monotonic() - begun < 10) == (143, True)


# The rounds


def test_it_goes_on_round_after_round_and_waits_for_another_writer(site: Site, tmp_path: Path) -> None:
    serve(site, "/feed", full(1))
    now = [NOW]
    told: list[Any] = []
    rounds = iter(range(3))
    with open_library(str(tmp_path / "library"), create=True) as library:
        writer = library.only_writer()
        writer.__enter__()

        def sleep(seconds: float) -> None:
            now[0] += seconds
            if isinstance(told[-1], LibraryError):
                writer.__exit__(None, None, None)
            else:
                serve(site, "/feed", *(full(number) for number in range(3 + next(rounds))))

        watch_feeds(
            library,
            lambda: [site.url + "/feed"],
            lambda: ENCODER,
            fetcher(clock=lambda: now[0]),
            told=told.append,
            sleep=sleep,
            stop=lambda: status(library).articles == 5,
        )
        assert [one.new for one in told if isinstance(one, Added)] == [1, 2, 1, 1]
        assert [one.articles for one in told if isinstance(one, Looked)] == [1, 2, 1, 1]
        assert list(verify(library)) == []


def test_many_entries_are_kept_in_parts_and_a_break_between_them_loses_nothing(
    site: Site, tmp_path: Path
) -> None:
    serve(site, "/feed", *(full(number, f"{STORY} {number}") for number in range(150)))
    asked = 0

    def stop() -> bool:
        nonlocal asked
        asked += 1
        return asked > 5

    with open_library(str(tmp_path), create=True) as library:

        def once(stop: Any = lambda: False) -> Added:
            return watch_feeds(
                library,
                lambda: [site.url + "/feed"],
                lambda: ENCODER,
                fetcher(clock=lambda: NOW),
                once=True,
                stop=stop,
                sleep=lambda _: None,
                told=lambda _: None,
            )

        first = once(stop)
        assert first.stopped
        assert 0 < first.new < 150
        assert first.new + once().new == 150


def test_a_break_between_articles_and_what_is_remembered_doubles_nothing(
    site: Site, quick: str, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    serve(site, "/feed", full(1), full(2))

    def break_off(*_: object) -> None:
        raise LibraryError("the disk is full")

    with monkeypatch.context() as broken:
        broken.setattr("rashomon.library.watching.keep_feed_states", break_off)
        assert watch(capsys, site.url + "/feed")[0] == 1
    code, lines, _ = watch(capsys, site.url + "/feed")
    assert (code, added(lines)) == (0, (0, 0, 2))
