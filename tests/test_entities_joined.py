"""Entities of many reports: readings of Chinese characters, order of words, and no pair of names missed."""

from __future__ import annotations

import random
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from rashomon.comparing.names.bodies import known_body
from rashomon.comparing.names.countries import country, country_of_words
from rashomon.comparing.names.entities import merge_entities
from rashomon.comparing.names.name_keys import keys, writings
from rashomon.comparing.names.same_person import core_words, same_in_any_order
from rashomon.evaluation.entities import read_entities
from rashomon.model import Account, Article
from rashomon.reading.names.capitals import NameSpan
from rashomon.reading.names.find import link
from rashomon.reading.names.likely import alike_pairs
from rashomon.reading.names.readings import is_read_in_japanese, is_read_in_korean, is_read_in_vietnamese

if TYPE_CHECKING:
    from collections.abc import Sequence

MORE = Path(__file__).parent / "entities" / "more.jsonl"


def test_chinese_characters_are_read_in_the_language_of_who_bears_the_name() -> None:
    assert is_read_in_korean("文在寅", "문재인")
    assert not is_read_in_korean("文在寅", "박근혜")
    assert is_read_in_japanese("岸田文雄", ("fumio", "kishida"))
    assert is_read_in_japanese("岸田文雄", ("기시다", "후미오"))
    assert not is_read_in_japanese("岸田文雄", ("kazuo", "kishida"))
    assert is_read_in_vietnamese("胡志明", ("hồ", "chí", "minh"))


@pytest.mark.parametrize(
    ("one", "language", "other", "other_language"),
    [
        ("Kovács Béla", "hu", "Béla Kovács", "de"),
        ("기시다 후미오", "ko", "Fumio Kishida", "en"),
        ("Kishida Fumio", "en", "Fumio Kishida", "en"),
    ],
)
def test_family_names_may_stand_first(one: str, language: str, other: str, other_language: str) -> None:
    assert same_in_any_order(
        core_words(one, language), language, core_words(other, other_language), other_language
    )


def test_countries_are_known_in_any_case_and_by_adjectives() -> None:
    assert country_of_words(("south", "sudanese"), "en") == (2, "SS")
    assert country_of_words(("южного", "судана"), "ru") == (2, "SS")
    assert country("turc", "fr") == "TR"
    assert country("nordkoreanische", "de") == "KP"


def test_a_body_is_known_by_what_its_name_says() -> None:
    assert known_body("Организация по запрещению химического оружия", "ru") == "OPCW"
    assert known_body("Garden Club", "en") is None


def story(*texts: tuple[str, str, tuple[tuple[str, str], ...]]) -> list[Account]:
    accounts = []
    for i, (language, text, names) in enumerate(texts):
        article = Article(id=f"a{i}", language=language, text=text)
        spans = [NameSpan(at, at + len(name), type_) for name, type_ in names for at in [text.index(name)]]
        mentions = link(article, sorted(spans, key=lambda span: span.start))
        accounts.append(Account(article=article, sentences=(), statements=(), mentions=mentions))
    return accounts


def test_a_name_in_brackets_behind_one_in_another_script_is_the_same_everywhere() -> None:
    accounts = story(
        ("ja", "山田凛音(Rion Yamada)が話した。", (("山田凛音", "person"), ("Rion Yamada", "person"))),
        ("ja", "山田凛音は黙った。", (("山田凛音", "person"),)),
        ("en", "Rion Yamada left.", (("Rion Yamada", "person"),)),
    )
    (person,), of = merge_entities(accounts)
    assert person.name == "Rion Yamada"
    assert len(of) == len({(m.article, m.key) for a in accounts for m in a.mentions})
    assert merge_entities(accounts[::-1]) == merge_entities(accounts)


def test_no_two_names_that_are_the_same_are_missed() -> None:
    """What blocking offers holds every pair that comparing all pairs joins."""
    people = [e for e in read_entities(MORE).entities if e.type == "person"][::9]
    named = [
        (core_words(name, code), code) for e in people for code, names in e.names.items() for name in names
    ]
    named = [one for one in named if len(one[0]) > 1 and one[1] not in ("hu", "ja", "ko", "vi", "zh")]
    ways = [(i, way) for i, (core, _) in enumerate(named) for way in writings(core)]
    alike = alike_pairs([way for _, way in ways], whole=0.15, whole_in_one_script=0.6, total=5.0)
    offered = {tuple(sorted((ways[i][0], ways[j][0]))) for i, j in alike}
    for i, j in combinations(range(len(named)), 2):
        if same_in_any_order(*named[i], *named[j]):
            assert (i, j) in offered or keys(named[i][0]) & keys(named[j][0])


def test_a_name_joins_the_one_of_two_kin_that_it_fits_better() -> None:
    names = (
        ("en", "Rajiv Gandhi"), ("en", "Rahul Gandhi"), ("ar", "راهول غاندي"), ("hi", "राजीव गांधी"),
        ("en", "Junichiro Koizumi"), ("en", "Shinjiro Koizumi"), ("ko", "고이즈미 신지로"),
        ("ar", "شينجيرو كويزومي"), ("ar", "جونيتشيرو كويزومي"),
    )  # fmt: skip
    accounts = story(*((language, f"{name}.", ((name, "person"),)) for language, name in names))
    found = {frozenset(name.text for name in entity.names) for entity in merge_entities(accounts)[0]}
    assert found == {
        frozenset({"Rajiv Gandhi", "राजीव गांधी"}),
        frozenset({"Rahul Gandhi", "راهول غاندي"}),
        frozenset({"Junichiro Koizumi", "جونيتشيرو كويزومي"}),
        frozenset({"Shinjiro Koizumi", "고이즈미 신지로", "شينجيرو كويزومي"}),
    }


@pytest.mark.parametrize("seed", [1, 2])
def test_blocking_gives_the_entities_that_holding_each_name_against_each_gives(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [e for e in read_entities(MORE).entities if e.type == "person"]
    chosen = random.Random(seed).sample(people, 9)
    accounts = story(
        *(
            (code, f"{name}.", ((name, e.type),))
            for e in chosen
            for code, names in e.names.items()
            for name in names
        )
    )
    blocked = merge_entities(accounts)

    def all_pairs(
        names: Sequence[object], keys: object, writings: object, alike: object, split: int | None = None
    ) -> dict[tuple[int, int], bool]:
        pairs = combinations(range(len(names)), 2)
        return {(i, j): True for i, j in pairs if split is None or i < split <= j}

    monkeypatch.setattr("rashomon.comparing.names.joining.likely_pairs", all_pairs)
    monkeypatch.setattr("rashomon.comparing.names.joined.likely_pairs", all_pairs)
    assert merge_entities(accounts) == blocked
