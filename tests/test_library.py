"""The library: nothing is read twice, lost or doubled."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import jsonschema
import msgspec
import pytest
from library_work import QuickEncoder, articles, contents

from rashomon.library import (
    Library,
    LibraryError,
    add_articles,
    open_library,
    remove_articles,
    verify,
)
from rashomon.library import search as look
from rashomon.library.dossiers import story_document
from rashomon.library.feeds import feed_states, keep_feed_states
from rashomon.library.identity import canonical
from rashomon.library.looking import find_article, list_stories, status
from rashomon.library.naming import find_entity
from rashomon.library.packing import pack_said, pack_vectors, unpack, unpack_said
from rashomon.library.revisions import versions_of
from rashomon.library.states import pack_states
from rashomon.reading import read
from rashomon.report.json import dumps, schema

if TYPE_CHECKING:
    from pathlib import Path


ENCODER: Any = QuickEncoder()


def encode(text: str) -> Any:
    return ENCODER.encode([text])[0].vector


def test_adding_again_changes_nothing(library: Library) -> None:
    first = add_articles(library, articles(12), ENCODER)
    before = contents(library)
    again = add_articles(library, articles(12), ENCODER)
    assert (first.new, first.waiting) == (12, 0)
    assert (again.new, again.changed, again.known) == (0, 0, 12)
    assert contents(library) == before
    assert list(verify(library)) == []


def test_a_changed_article_is_a_new_version_and_both_are_kept(library: Library) -> None:
    one, *others = articles(4)
    add_articles(library, [one, *others], ENCODER)
    changed = msgspec.structs.replace(one, text=one.text + " The captain was arrested.")
    assert add_articles(library, [changed], ENCODER).changed == 1
    with library.reading() as connection:
        row, said = find_article(connection, one.url or "")
        versions = versions_of(connection, row.id)
        assert said.article.text == changed.text
        assert [version.new for version in versions] == [(), ("The captain was arrested.",)]
        document = story_document(connection, row.story)
    assert any("arrested" in article.text for article in document.articles)
    told = [(one.article, one.version, one.new, one.gone) for one in document.stories[0].revisions]
    assert told == [(row.id, 2, ("The captain was arrested.",), ())]
    jsonschema.validate(json.loads(dumps(document)), schema())
    assert [hit.article.id for hit in look(library, "captain arrested", None)] == [row.id]
    assert list(verify(library)) == []


def test_what_is_removed_is_gone_and_can_come_back(library: Library) -> None:
    add_articles(library, articles(8), ENCODER)
    with library.reading() as connection:
        row, said = find_article(connection, articles(8)[0].url or "")
    remove_articles(library, [row.id])
    assert list(verify(library)) == []
    with library.reading() as connection:
        assert status(library).articles == 7
        with pytest.raises(LibraryError, match="no article"):
            find_article(connection, row.id)
    assert row.id not in {hit.article.id for hit in look(library, said.article.text, encode, most=50)}
    assert add_articles(library, articles(8), ENCODER).new == 1
    assert list(verify(library)) == []


def test_stories_and_entities_are_listed(library: Library) -> None:
    add_articles(library, articles(12), ENCODER)
    with library.reading() as connection:
        listed = list_stories(connection)
        assert sum(story.articles for story in listed) == 12
        assert find_entity(connection, "nobody of this name") == []


def test_only_one_writes_and_others_read_meanwhile(library: Library, place: str) -> None:
    add_articles(library, articles(4), ENCODER)
    with open_library(place) as second:
        with library.only_writer(), pytest.raises(LibraryError, match="another process is writing"):
            add_articles(second, articles(8), ENCODER)
        with library.writing():
            assert status(second).articles == 4
        assert add_articles(second, articles(8), ENCODER).new == 4


def test_stopped_between_batches_it_goes_on_to_the_same(library: Library, tmp_path: Path) -> None:
    asked = iter([False, True, True])
    some = add_articles(library, articles(140), ENCODER, stop=lambda: next(asked, True))
    assert some.stopped
    assert 0 < some.new < 140
    assert list(verify(library)) == []
    add_articles(library, articles(140), ENCODER)
    with open_library(str(tmp_path / "at once"), create=True) as other:
        add_articles(other, articles(140), ENCODER)
        if library.folder:
            assert contents(library) == contents(other)
        assert status(library).articles == status(other).articles == 140


def test_states_of_feeds_are_kept(library: Library) -> None:
    keep_feed_states(library, {"https://a.example/feed": "1", "https://b.example/feed": "2"})
    keep_feed_states(library, {"https://a.example/feed": "3"})
    assert feed_states(library) == {"https://a.example/feed": "3", "https://b.example/feed": "2"}


def test_another_encoder_is_refused(library: Library) -> None:
    add_articles(library, articles(1), ENCODER)
    other: Any = QuickEncoder()
    other.name = "other"
    with pytest.raises(LibraryError, match="begin another library"):
        add_articles(library, articles(2), other)


def test_what_a_database_cannot_hold_is_replaced(library: Library) -> None:
    odd = msgspec.structs.replace(articles(1)[0], text="A lone \ud800 and a \0 were told of in the report.")
    add_articles(library, [odd], ENCODER)
    with library.reading() as connection:
        _, said = find_article(connection, odd.url or "")
    assert said.article.text == "A lone \ufffd and a \ufffd were told of in the report."


def test_an_account_comes_back_as_it_was_but_for_eight_bits() -> None:
    account = read(articles(1)[0], ENCODER)
    back = unpack(
        unpack_said(pack_said(account)),
        pack_vectors(account),
        pack_states(account, ENCODER.name),
        ENCODER.dimension,
    )
    assert (back.article, back.statements, back.times) == (account.article, account.statements, account.times)
    for one, other in zip(account.encodings, back.encodings, strict=True):
        assert one.vector @ other.vector > 0.999
        assert (one.offsets == other.offsets).all()
        assert abs(one.states - other.states).max() < 0.05


def test_one_address_in_many_writings_is_one() -> None:
    assert canonical("https://www.Example.org:443/a/?utm_source=x&b=2&a=1#top") == "example.org/a?a=1&b=2"
    assert canonical("http://example.org/a?a=1&b=2") == "example.org/a?a=1&b=2"
    assert canonical("not an address") is None
