"""Fetching from the web: only when asked to, politely, and within limits."""

from __future__ import annotations

import re
import time
from contextlib import suppress
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from msgspec import Struct

from rashomon import __version__
from rashomon.sources.addresses import FetchError, Target
from rashomon.sources.connection import Response, request
from rashomon.sources.packed import PackedError, inflate

if TYPE_CHECKING:
    from collections.abc import Callable

    from protego import Protego

USER_AGENT = f"Rashomon/{__version__} (reader of news reports; https://pypi.org/project/rashomon/)"
_PRODUCT = "Rashomon"
_MOST_REDIRECTS = 8
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_BUSY = frozenset((429, 503))
_CONDITIONS = frozenset(("If-None-Match", "If-Modified-Since"))
_MOST_ROBOTS_BYTES = 500_000
_ROBOTS_HOLD = 86_400.0
_LONGEST_DELAY = 60.0
_LONGEST_WAIT = 86_400.0
_STEP = 0.2
_MAX_AGE = re.compile(r"(?<![\w-])max-age=([0-9]{1,9})(?![0-9])", re.ASCII | re.IGNORECASE)
_CODINGS = "gzip, deflate, zstd"
_ACCEPT = "text/html, application/rss+xml, application/atom+xml, application/xml;q=0.9, */*;q=0.5"


class Answer(Struct, frozen=True, kw_only=True):
    """What was fetched: ``url`` after redirects; ``body`` is empty where nothing changed (``status`` 304).

    ``etag`` and ``modified`` are to be given back when the same address is asked again; ``fresh`` is for how
    many seconds the server says that it stays the same.
    """

    url: str
    status: int
    body: bytes
    media: str = ""
    charset: str | None = None
    etag: str | None = None
    modified: str | None = None
    fresh: float = 0.0


class StoppedError(Exception):
    """Waiting was given up, since the program is to end."""


def until(stop: Callable[[], bool]) -> Callable[[float], None]:
    """A ``sleep`` that raises StoppedError soon after ``stop`` says so."""

    def sleep(seconds: float) -> None:
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if stop():
                raise StoppedError
            time.sleep(min(left, _STEP))

    return sleep


class Fetcher:
    """Fetches addresses one after another, and remembers when each host may be asked again.

    Args:
        allow_private: also fetch from loopback, private and reserved addresses.
        limit_bytes: the most that an answer may have, as it comes and unpacked.
        seconds: the most that one exchange may take.
        delay: seconds between two requests to one host; robots.txt may ask for more.
        patience: the most seconds to wait for a host; where it asks for more, that is an error.
        clock, sleep: time, and waiting for it; tests bring their own.
    """

    def __init__(
        self,
        *,
        allow_private: bool = False,
        limit_bytes: int = 20_000_000,
        seconds: float = 30.0,
        delay: float = 1.0,
        patience: float = 120.0,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.allow_private = allow_private
        self.limit_bytes = limit_bytes
        self.clock = clock
        self._seconds = seconds
        self._delay = delay
        self._patience = patience
        self._sleep = sleep
        self._free_at: dict[str, float] = {}
        self._robots: dict[str, Protego | None] = {}
        self._robots_until: dict[str, float] = {}

    def get(self, url: str, *, etag: str | None = None, modified: str | None = None) -> Answer:
        """What is at an address, after redirects.

        Each step is checked anew: scheme, address, robots.txt. Raises FetchError.
        """
        headers = {"Accept": _ACCEPT, "Accept-Encoding": _CODINGS, "User-Agent": USER_AGENT}
        if etag and etag.isprintable() and etag.isascii():
            headers["If-None-Match"] = etag
        if modified and modified.isprintable() and modified.isascii():
            headers["If-Modified-Since"] = modified
        seen: set[str] = set()
        while True:
            target = Target(url)
            if not self._allowed(target, url):
                raise FetchError("robots.txt asks not to fetch it")
            response = self._ask(target, headers, self.limit_bytes)
            if response.status not in _REDIRECTS:
                return self._answer(url, response, bool(headers.keys() & _CONDITIONS))
            seen.add(url)
            url = _next(url, response)
            if url in seen:
                raise FetchError("redirected in a circle")
            if len(seen) > _MOST_REDIRECTS:
                raise FetchError(f"redirected more than {_MOST_REDIRECTS} times")

    def _ask(self, target: Target, headers: dict[str, str], limit: int) -> Response:
        """One request, when the host's turn has come; where it is busy and names a short time, a second."""
        for last in (False, True):
            self._wait(target.netloc)
            try:
                response = request(
                    target,
                    headers,
                    allow_private=self.allow_private,
                    seconds=self._seconds,
                    limit_bytes=limit,
                )
            finally:
                self._free_at[target.netloc] = self.clock() + self._delay_of(target)
            if response.status not in _BUSY:
                return response
            wait = _retry_after(response.headers.get("retry-after"), self.clock())
            self._free_at[target.netloc] = self.clock() + (wait or 2 * self._delay_of(target))
            if last or (wait or 0) > self._patience:
                break
        raise FetchError(f"busy: answered {response.status}", status=response.status, wait=wait)

    def _wait(self, host: str) -> None:
        wait = self._free_at.get(host, 0.0) - self.clock()
        if wait > self._patience:
            raise FetchError(f"the host asked to be left alone for {wait:,.0f} s", wait=wait)
        if wait > 0:
            self._sleep(wait)

    def _delay_of(self, target: Target) -> float:
        robots = self._robots.get(target.origin)
        asked = robots.crawl_delay(_PRODUCT) if robots else None
        return max(self._delay, min(asked or 0.0, _LONGEST_DELAY))

    def _allowed(self, target: Target, url: str) -> bool:
        if self._robots_until.get(target.origin, 0.0) <= self.clock():
            self._robots[target.origin] = self._fetch_robots(target)
            self._robots_until[target.origin] = self.clock() + _ROBOTS_HOLD
        robots = self._robots[target.origin]
        return robots is None or bool(robots.can_fetch(url, _PRODUCT))

    def _fetch_robots(self, target: Target) -> Protego | None:
        """The host's rules; None where it has none. One that fails to tell them is not asked (RFC 9309)."""
        from protego import Protego

        url = f"{target.origin}/robots.txt"
        headers = {"User-Agent": USER_AGENT, "Accept-Encoding": _CODINGS}
        for _ in range(5):
            step = Target(url)
            response = self._ask(step, headers, _MOST_ROBOTS_BYTES)
            if response.status in _REDIRECTS:
                url = _next(url, response)
                continue
            if response.status >= 500:
                raise FetchError(
                    f"robots.txt cannot be had: answered {response.status}", status=response.status
                )
            if response.status != 200:
                return None
            body = _decoded(response, _MOST_ROBOTS_BYTES)
            return Protego.parse(body.decode("utf-8", "replace"))
        return None

    def _answer(self, url: str, response: Response, asked_whether_changed: bool) -> Answer:
        if response.status != 200 and not (response.status == 304 and asked_whether_changed):
            wait = _retry_after(response.headers.get("retry-after"), self.clock())
            raise FetchError(f"answered {response.status}", status=response.status, wait=wait)
        found_age = _MAX_AGE.search(response.headers.get("cache-control", ""))
        media, _, rest = response.headers.get("content-type", "").partition(";")
        _, found, charset = rest.lower().partition("charset=")
        return Answer(
            url=url,
            status=response.status,
            body=_decoded(response, self.limit_bytes),
            media=media.strip().lower(),
            charset=charset.split(";")[0].strip(" \"'") or None if found else None,
            etag=response.headers.get("etag"),
            modified=response.headers.get("last-modified"),
            fresh=float(found_age[1]) if found_age else 0.0,
        )


def _decoded(response: Response, limit: int) -> bytes:
    coding = response.headers.get("content-encoding", "").strip().lower()
    if not coding or coding == "identity" or not response.body:
        return response.body
    try:
        return inflate(response.body, coding, limit)
    except PackedError as error:
        raise FetchError(str(error)) from None


def _next(url: str, response: Response) -> str:
    place = response.headers.get("location", "").strip()
    with suppress(UnicodeError):  # some send letters as they are, which http.client takes for Latin-1
        place = place.encode("latin-1").decode("utf-8")
    try:
        found = urljoin(url, place)
    except ValueError:
        found = ""
    if not place or not found:
        raise FetchError(f"answered {response.status} without a place to go")
    return found.partition("#")[0]


def _retry_after(value: str | None, now: float) -> float | None:
    """Seconds to wait, from seconds or a date."""
    if not value:
        return None
    text = value.strip()
    if text.isascii() and text.isdigit():
        return min(float(text[:9]), _LONGEST_WAIT)
    try:
        return min(max(0.0, parsedate_to_datetime(text).timestamp() - now), _LONGEST_WAIT)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
