"""A namesake of another calling is another person, unless the articles have something else in common."""

from __future__ import annotations

import pytest

from rashomon.comparing.names.entities import merge_entities
from rashomon.model import Account, Article
from rashomon.reading.names.capitals import NameSpan
from rashomon.reading.names.find import link

APART = [
    [("en", "The footballer Daniel Moreno scored twice.", "Daniel Moreno"),
     ("es", "El ministro Daniel Moreno firmó el decreto.", "Daniel Moreno")],
    [("de", "Die Sängerin Anna Keller tritt im Mai auf.", "Anna Keller"),
     ("fr", "La ministre de la Santé, Anna Keller, a démissionné.", "Anna Keller")],
    [("ru", "Футболист Иван Беляев подписал контракт.", "Иван Беляев"),
     ("en", "Ivan Belyaev, the governor, opened the bridge.", "Ivan Belyaev")],
    [("tr", "Şarkıcı Deniz Aydın yeni albümünü tanıttı.", "Deniz Aydın"),
     ("it", "Il senatore Deniz Aydın ha votato contro.", "Deniz Aydın")],
]  # fmt: skip
ONE = [
    [("en", "General Daniel Moreno took the oath.", "Daniel Moreno"),
     ("es", "El presidente Daniel Moreno habló anoche.", "Daniel Moreno")],
    [("en", "The footballer Daniel Moreno scored twice.", "Daniel Moreno"),
     ("es", "Daniel Moreno firmó el decreto.", "Daniel Moreno")],
    [("en", "The former footballer and now minister Daniel Moreno spoke.", "Daniel Moreno"),
     ("es", "El ministro Daniel Moreno firmó el decreto.", "Daniel Moreno")],
    [("en", "The president called Daniel Moreno.", "Daniel Moreno"),
     ("es", "El cantante Daniel Moreno se retira.", "Daniel Moreno")],
]  # fmt: skip


def _account(number: int, language: str, text: str, *names: str) -> Account:
    article = Article(id=str(number), language=language, text=text)
    spans = [NameSpan(text.index(name), text.index(name) + len(name), "person") for name in names]
    mentions = link(article, sorted(spans, key=lambda span: span.start))
    return Account(article=article, sentences=(), statements=(), mentions=mentions)


def _persons(accounts: list[Account]) -> int:
    return len([entity for entity in merge_entities(accounts)[0] if entity.type == "person"])


@pytest.mark.parametrize("told", APART)
def test_roles_that_exclude_each_other_part_namesakes(told: list[tuple[str, str, str]]) -> None:
    accounts = [_account(i, *one) for i, one in enumerate(told)]
    assert _persons(accounts) == _persons(accounts[::-1]) == 2


@pytest.mark.parametrize("told", ONE)
def test_weak_evidence_parts_nobody(told: list[tuple[str, str, str]]) -> None:
    assert _persons([_account(i, *one) for i, one in enumerate(told)]) == 1


def test_articles_that_share_another_entity_mean_one_person() -> None:
    one = _account(1, "en", "The footballer Daniel Moreno met Laura Stein.", "Daniel Moreno", "Laura Stein")
    other = _account(2, "es", "El ministro Daniel Moreno y Laura Stein.", "Daniel Moreno", "Laura Stein")
    assert _persons([one, other]) == 2  # Moreno and Stein


def test_an_article_that_tells_no_role_stays_with_those_it_has_more_in_common_with() -> None:
    player = _account(
        1, "en", "The footballer Daniel Moreno met Laura Stein.", "Daniel Moreno", "Laura Stein"
    )
    bare = _account(2, "en", "Daniel Moreno thanked Laura Stein.", "Daniel Moreno", "Laura Stein")
    minister = _account(3, "es", "El ministro Daniel Moreno firmó.", "Daniel Moreno")
    found = [e for e in merge_entities([player, bare, minister])[0] if e.name == "Daniel Moreno"]
    assert sorted(sorted({m.article for m in e.mentions}) for e in found) == [["1", "2"], ["3"]]
