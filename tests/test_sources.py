"""Articles from where they are."""

from __future__ import annotations

import contextlib
import io
import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rashomon.model import Article, Unread
from rashomon.sources import Defaults, find_articles
from rashomon.sources.decode import NotTextError, clean, decode
from rashomon.sources.text import read_text, title_apart

if TYPE_CHECKING:
    from pathlib import Path

BRIDGE = "The bridge fell on Monday morning. Twelve people were hurt, the mayor said."


def read(*paths: object, stdin: bytes | None = None, **options: object) -> list[Article | Unread]:
    stream = io.BytesIO(stdin) if stdin is not None else None
    return list(find_articles([str(path) for path in paths], stdin=stream, **options))


def articles(*paths: object, stdin: bytes | None = None, **options: object) -> list[Article]:
    found = read(*paths, stdin=stdin, **options)
    assert not [item for item in found if isinstance(item, Unread)]
    return found


def one(folder: Path, name: str, data: bytes | str, **options: object) -> Article:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    (article,) = articles(path, **options)
    return article


def whys(found: list[Article | Unread]) -> list[str]:
    return [item.why for item in found if isinstance(item, Unread)]


# Text files


def test_a_text_file_keeps_every_code_point(tmp_path: Path) -> None:
    text = "Cầu sập\r\n\r\nCa\u0302\u0300u sập lúc 9 giờ. 😀 Không ai chết.\r\n"
    article = one(tmp_path, "cau.txt", "\ufeff" + text)
    assert article.text == text
    assert (article.title, article.language, article.id) == ("Cầu sập", "vi", "cau")


def test_front_matter_says_what_the_text_does_not(tmp_path: Path) -> None:
    front = "---\nurl: https://www.example.org/a\npublished: 31 October 2011\nlang: en_GB\nmood: grey\n---\n"
    article = one(tmp_path, "a.md", front + BRIDGE)
    assert article.text == BRIDGE
    assert (article.url, article.outlet) == ("https://www.example.org/a", "example.org")
    assert (article.published, article.language, article.title) == ("2011-10-31", "en", None)


@pytest.mark.parametrize(
    "text", ["---\nno pair here\n---\nText.", "---\nurl: x\nno end", "--- a dash\nText."]
)
def test_what_is_no_front_matter_stays_text(text: str) -> None:
    assert read_text(text).text == text


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Bridge falls\n\nIt fell at noon.", "Bridge falls"),
        ("\n\n# Who let the bridge fall?\r\n\r\nIt fell.", "Who let the bridge fall?"),
        ("Watch live\n\nTwelve hurt as bridge falls\n\nIt fell.", "Twelve hurt as bridge falls"),
        ("大桥坍塌\n\n大桥周一坍塌。", "大桥坍塌"),
        ("It fell at noon.\n\nNobody saw it.", None),
        ("पुल गिर गया।\n\nकोई नहीं मरा।", None),
        ("Bridge falls\nIt fell at noon.", None),
        ("Bridge falls", None),
        ("Bridge falls\n\n", None),
        ("2011\n\nIt fell.", None),
    ],
)
def test_the_first_line_is_the_title_where_it_stands_apart(text: str, title: str | None) -> None:
    assert title_apart(text) == title


# Bytes


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Le pont s'est effondré à l'aube, a déclaré le préfet. Douze blessés à l'hôpital.", "latin-1"),
        ("El puente se derrumbó por la mañana, según el alcalde. «No sabíamos nada», dijo.", "cp1252"),
        ("Мост обрушился утром. Двенадцать человек ранены, сообщил мэр города.", "koi8-r"),
        ("Most zawalił się rano. Dwanaście osób zostało rannych, powiedział burmistrz.", "iso-8859-2"),
        ("橋が朝に崩落した。市長によると、12人が負傷した。", "shift_jis"),
        ("橋が朝に崩落した。市長によると、12人が負傷した。", "iso-2022-jp"),
        ("大桥周一早上坍塌。市长说,有十二人受伤。", "gb18030"),
        ("다리가 무너졌다. 시장은 12명이 다쳤다고 말했다.", "euc-kr"),
        ("انهار الجسر صباح الاثنين. وقال رئيس البلدية إن اثني عشر شخصا أصيبوا.", "cp1256"),
        ("הגשר קרס ביום שני בבוקר. שנים עשר בני אדם נפצעו.", "cp1255"),
        ("橋が朝に崩落した。", "utf-16"),
        ("The bridge fell at noon.", "utf-16-be"),
        ("Cầu sập.", "utf-32"),
    ],
)
def test_encodings_are_told_apart(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)).text == text


def test_a_page_in_utf_8_that_says_it_is_latin_1_is_read_as_utf_8() -> None:
    assert decode("Cầu sập".encode(), "iso-8859-1").text == "Cầu sập"


def test_what_a_page_declares_is_read_as_browsers_do() -> None:
    assert decode("“Non”, dit-il".encode("cp1252"), "iso-8859-1").text == "“Non”, dit-il"


def test_a_few_bad_bytes_do_not_spoil_a_text_in_utf_8() -> None:
    decoded = decode("Cầu sập lúc chín giờ sáng thứ hai".encode() + b"\xff.")
    assert decoded.text == "Cầu sập lúc chín giờ sáng thứ hai\ufffd."
    assert decoded.undecoded == 1


@given(st.binary(max_size=300))
@settings(max_examples=60, deadline=None)
def test_any_bytes_are_text_or_named(data: bytes) -> None:
    with contextlib.suppress(NotTextError):
        assert "\x00" not in clean(decode(data).text)[0]


@given(st.text(max_size=200) | st.text(st.characters(max_codepoint=0xA0), max_size=200))
def test_cleaning_keeps_every_place(text: str) -> None:
    cleaned, replaced = clean(text)
    assert len(cleaned) == len(text)
    assert replaced == sum(new == "\ufffd" != old for old, new in zip(text, cleaned, strict=True))
    assert all(
        character.isprintable() or ord(character) > 0x9F or character in "\t\n\r\x85" for character in cleaned
    )


# JSON


def lines(*records: object) -> bytes:
    return "".join(json.dumps(record) + "\n" for record in records).encode()


def test_fields_go_by_their_usual_names() -> None:
    record = {
        "maintext": BRIDGE,
        "date_publish": "2011-10-31 22:00:00",
        "lang": "eng",
        "source_domain": "a.example",
    }
    record |= {"headline": "Bridge falls", "link": "https://a.example/1"}
    (article,) = articles("-", stdin=lines(record, record)[: len(lines(record))])
    assert article.text == BRIDGE
    assert (article.published, article.language) == ("2011-10-31T22:00:00", "en")
    assert (article.outlet, article.title, article.url) == (
        "a.example",
        "Bridge falls",
        "https://a.example/1",
    )


def test_a_news_service_answer_holds_a_list(tmp_path: Path) -> None:
    items = [
        {
            "source": {"id": None, "name": "The Daily"},
            "content": BRIDGE,
            "publishedAt": "2011-10-31T22:00:00Z",
        }
    ]
    article = one(tmp_path, "answer.json", json.dumps({"status": "ok", "articles": items}))
    assert (article.id, article.outlet, article.published) == (
        "answer-1",
        "The Daily",
        "2011-10-31T22:00:00Z",
    )


def test_a_broken_line_is_named_and_the_rest_read(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    good = lines({"text": BRIDGE})
    path.write_bytes(
        good + b'{"text": "cut off\n\n[]\n"word"\n{"title": "no body"}\n{"text": "\xff\xfe"}\n' + good
    )
    found = read(path)
    assert [item.id for item in found if isinstance(item, Article)] == ["a-1", "a-8"]
    places = [item.where.rpartition(", ")[2] for item in found if isinstance(item, Unread)]
    assert places == ["line 2", "line 4", "line 5", "line 6", "line 7"]


def test_lone_surrogates_and_huge_numbers_in_json_do_no_harm() -> None:
    data = b'{"text": "The bridge \\ud800 fell."}\n{"n": ' + b"9" * 5000 + b"}\n" + b"[" * 100_000 + b"\n"
    found = read("-", stdin=data)
    (article,) = [item for item in found if isinstance(item, Article)]
    assert article.text == "The bridge \ufffd fell."
    assert len(whys(found)) == 3


def test_json_lines_are_streamed() -> None:
    class Endless(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def readinto(self, buffer: bytearray) -> int:
            line = lines({"text": BRIDGE})
            part = (line * (len(buffer) // len(line) + 1))[: len(buffer) // len(line) * len(line)]
            buffer[: len(part)] = part
            return len(part)

    found = find_articles(["-"], stdin=Endless())
    assert [next(found).id for _ in range(3)] == ["stdin-1", "stdin-2", "stdin-3"]


def test_json_lines_in_utf_16_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes((json.dumps({"text": "Cầu sập."}, ensure_ascii=False) + "\n").encode("utf-16"))
    assert [article.text for article in articles(path)] == ["Cầu sập."]


# Folders, ids, defaults


def test_folders_are_read_in_order_without_what_is_no_article(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a/b.txt", ".hidden/c.txt", "README.md", "LICENSE", ".d.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(BRIDGE)
    found = articles(tmp_path)
    assert [article.id for article in found] == ["b", "b-2", "z"]
    assert [article.path for article in found] == [
        f"{tmp_path.as_posix()}/{name}" for name in ("b.txt", "a/b.txt", "a/z.txt")
    ]


def test_ids_are_unique_and_the_same_each_time() -> None:
    data = lines(*({"id": name, "text": BRIDGE} for name in ("x", "x-2", "x", "x")))
    ids = [article.id for article in articles("-", stdin=data)]
    assert ids == ["x", "x-2", "x-3", "x-4"]


def test_defaults_hold_only_where_an_article_says_nothing() -> None:
    defaults = Defaults(language="fr", published="2011-10-31", outlet="The Daily")
    own = {"text": BRIDGE, "lang": "en", "date": "2012-01-01", "source": "The Weekly"}
    first, second = articles("-", stdin=lines(own, {"text": BRIDGE}), defaults=defaults)
    assert (first.language, first.published, first.outlet) == ("en", "2012-01-01", "The Weekly")
    assert (second.language, second.published, second.outlet) == ("fr", "2011-10-31", "The Daily")


def test_a_date_that_has_two_readings_is_left_unknown_and_said() -> None:
    found = read("-", stdin=lines({"text": BRIDGE, "date": "03/04/2011"}, {"text": BRIDGE}))
    assert [item.published for item in found if isinstance(item, Article)] == [None, None]
    assert whys(found) == ["day of publication not understood, left unknown: '03/04/2011'"]


def test_an_unknown_language_is_said_and_detected() -> None:
    found = read("-", stdin=lines({"text": BRIDGE, "lang": "gibberish"}, {"text": BRIDGE, "lang": "und"}))
    assert [item.language for item in found if isinstance(item, Article)] == ["en", "en"]
    assert len(whys(found)) == 1


def test_the_limit_is_for_an_article_and_not_for_a_file_of_many(tmp_path: Path) -> None:
    many = tmp_path / "many.jsonl"
    many.write_bytes(lines(*[{"text": BRIDGE}] * 20, {"text": BRIDGE * 10}, {"text": BRIDGE}))
    found = read(many, limit_bytes=400)
    assert len([item for item in found if isinstance(item, Article)]) == 21
    assert [item.where.rpartition(", ")[2] for item in found if isinstance(item, Unread)] == ["line 21"]
