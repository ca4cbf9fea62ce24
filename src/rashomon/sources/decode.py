"""Bytes to text: which encoding, and whether it is text at all."""

from __future__ import annotations

import codecs
import re

from msgspec import Struct

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SIGNATURES = (
    (b"\x89PNG\r\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x1f\x8b", "gzip data"),
    (b"\xfd7zXZ\x00", "xz data"),
    (b"(\xb5/\xfd", "zstandard data"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"PAR1", "a Parquet file"),
)
# What browsers read under these names (WHATWG Encoding Standard): wider sets that hold the named ones.
_AS_BROWSERS_DO = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "utf-16": "utf-8",
    "utf-16-le": "utf-8",
    "utf-16-be": "utf-8",
    "utf-32": "utf-8",
}
_NOT_IN_TEXT = {
    **dict.fromkeys((*range(32), *range(127, 160)), 65533),
    **{ord(kept): ord(kept) for kept in "\t\n\r\x85"},
    **{ord(page): ord(" ") for page in "\v\f"},
}
_UNFIT = re.compile("[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
_DETECTION_BYTES = 200_000


class NotTextError(ValueError):
    """The bytes are no text; the message says what they are."""


class Decoded(Struct, frozen=True):
    """A text, and how many of its characters stand for bytes that could not be decoded."""

    text: str
    undecoded: int = 0


def clean(text: str) -> tuple[str, int]:
    """The text, as long as before, without what no text holds, and how many characters were replaced.

    NUL and other control characters and lone surrogates become U+FFFD; form feeds and vertical tabs
    become spaces, which are not counted. Tabs and line ends stay.
    """
    if not _UNFIT.search(text):
        return text, 0
    before = text.count("\ufffd")
    text = text.translate(_NOT_IN_TEXT)
    text = re.sub("[\ud800-\udfff]", "\ufffd", text)
    return text, text.count("\ufffd") - before


def bom(data: bytes) -> tuple[bytes, str] | None:
    """The byte order mark at the start and the encoding that it tells of, or None."""
    return next(((mark, name) for mark, name in BOMS if data.startswith(mark)), None)


def signature(data: bytes) -> str | None:
    """What a file with this beginning is, where it is known not to be text."""
    if data[4:8] == b"ftyp":
        return "a video"
    if data[257:262] == b"ustar":
        return "a tar archive (unpack it first)"
    return next((name for start, name in _SIGNATURES if data.startswith(start)), None)


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """Decode by byte order mark, then UTF-8, then the declared encoding, then what the bytes look like.

    UTF-8 goes before a declaration because text in another encoding is almost never valid UTF-8, while
    UTF-8 is often declared as something else. Raises NotTextError, whose message says why.
    """
    if marked := bom(data):
        mark, encoding = marked
        return _lenient(data[len(mark) :], encoding)
    if kind := signature(data):
        raise NotTextError(f"not text: {kind}")
    if wide := _utf16_without_mark(data):
        return _lenient(data, wide)
    if _looks_binary(data):
        raise NotTextError("not text: binary data")
    shifts = data.isascii() and b"\x1b$" in data  # ISO 2022, all of ASCII, is never meant as it stands
    if not shifts and (text := _strict(data, "utf-8")) is not None:
        return Decoded(text)
    if declared and (text := _declared(data, declared)) is not None:
        return Decoded(text)
    return (None if shifts else _nearly_utf8(data)) or _guessed(data)


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeError:
        return None


def _lenient(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, "replace")
    lost = text.count("\ufffd")
    if lost and encoding.startswith("utf"):
        lost -= data.count("\ufffd".encode(encoding))
    return Decoded(text, max(lost, 0))


def _declared(data: bytes, name: str) -> str | None:
    try:
        encoding = codecs.lookup(name.strip()).name
        return _strict(data, _AS_BROWSERS_DO.get(encoding, encoding))
    except (LookupError, ValueError, TypeError):
        return None


def _utf16_without_mark(data: bytes) -> str | None:
    """Text in a script of one-byte characters written as UTF-16: every second byte is nearly always 0."""
    sample = data[: 4096 - len(data) % 2]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if half < 4 or len(data) % 2:
        return None
    if odd > 0.7 * half and even < 0.01 * half:
        return "utf-16-le"
    return "utf-16-be" if even > 0.7 * half and odd < 0.01 * half else None


def _looks_binary(data: bytes) -> bool:
    sample = data[:_DETECTION_BYTES]
    control = len(sample) - len(sample.translate(None, bytes({*range(0x20)} - {9, 10, 11, 12, 13, 27})))
    return control > 0.05 * len(sample)


def _nearly_utf8(data: bytes) -> Decoded | None:
    decoded = _lenient(data, "utf-8")
    sound = sum(1 for byte in data if byte >= 0xC2) - decoded.undecoded
    return decoded if sound >= decoded.undecoded > 0 else None


def _guessed(data: bytes) -> Decoded:
    from rashomon.sources.legacy import guess

    encoding = guess(data)
    if encoding is None:
        raise NotTextError("not text: no encoding fits")
    return _lenient(data, encoding)
