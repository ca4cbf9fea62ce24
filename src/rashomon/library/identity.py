"""Which article is which: canonical addresses, hashes of content, ids."""

from __future__ import annotations

import re
from hashlib import blake2b
from pathlib import Path
from socket import gethostname
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit
from urllib.request import url2pathname

import msgspec

from rashomon.model import FileArticle

if TYPE_CHECKING:
    from rashomon.model import Article

_TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|msclkid|yclid|igshid|mc_[ce]id|_ga|ref_src|cmpid|ocid|at_(medium|campaign)"
)
_PORTS = {"http": 80, "https": 443}
_SURROGATE = re.compile("[\ud800-\udfff]")


def canonical(url: str | None) -> str | None:
    """An address as one of its many writings: no scheme, ``www.``, fragment or tracking parameters, and the
    others in order. None for what is no web address.
    """
    try:
        parts = urlsplit((url or "").strip())
        port = parts.port
    except ValueError:
        return None
    if parts.scheme.lower() not in _PORTS or not parts.hostname:
        return None
    host = parts.hostname.rstrip(".").removeprefix("www.")
    place = f":{port}" if port and port != _PORTS[parts.scheme.lower()] else ""
    kept = [
        pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.fullmatch(pair[0])
    ]
    query = f"?{urlencode(sorted(kept))}" if kept else ""
    path = quote(unquote(parts.path, errors="surrogateescape").rstrip("/"), errors="surrogateescape")
    return f"{host}{place}{path}{query}"


def content_of(article: Article) -> bytes:
    """A hash of what an article says: its title and text, white space at their ends aside."""
    told = f"{(article.title or '').strip()}\0{article.text.strip()}"
    return blake2b(told.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def key_of(article: Article, content: bytes) -> str:
    """What an article is known by: its canonical address, or the hash of what it says."""
    return canonical(article.url) or f"content:{content.hex()}"


def file_of(article: Article) -> str | None:
    """Where the file lies that an article without an address is all of: a file URI with the machine's name
    (RFC 8089), since a library on a server is written to from several. None for any other article."""
    if not isinstance(article, FileArticle) or not article.path or canonical(article.url):
        return None
    return file_at(article.path)


def file_at(path: str) -> str | None:
    """A file as ``file_of`` names it; None where its name is no UTF-8, since others may look the same."""
    if "\ufffd" in path:
        return None
    try:
        address = Path(path).resolve().as_uri()
    except (OSError, ValueError, RuntimeError):
        return None
    return address.replace("file://", f"file://{gethostname()}", 1)


def is_gone(file: str) -> bool:
    """Whether a file, as ``file_of`` names it, was on this machine and no longer is."""
    parts = urlsplit(file)
    return parts.netloc.lower() == gethostname().lower() and not Path(url2pathname(parts.path)).exists()


def id_of(key: str) -> str:
    """A short id of a key: ten hexadecimal digits behind an "a"."""
    return "a" + blake2b(key.encode("utf-8", "replace"), digest_size=5).hexdigest()


def storable(article: Article) -> Article:
    """The article without what a database cannot hold: lone surrogates and U+0000 become U+FFFD."""
    fields = {
        name: _plain(value)
        for name in ("path", "url", "outlet", "language", "published", "title", "text")
        if isinstance(value := getattr(article, name), str)
    }
    return msgspec.structs.replace(article, **fields)


def _plain(text: str) -> str:
    return _SURROGATE.sub("\ufffd", text).replace("\0", "\ufffd")
