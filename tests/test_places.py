"""Places: which of several a name means, and where it lies."""

from __future__ import annotations

import multiprocessing
from typing import TYPE_CHECKING

import pytest

from rashomon.comparing.names.entities import merge_entities
from rashomon.model import Account, Article, Sentence
from rashomon.reading.names import cased, caseless, gazetteer
from rashomon.reading.names.capitals import NameSpan
from rashomon.reading.names.find import find_mentions, link
from rashomon.reading.names.places import candidates, resolve, territory

if TYPE_CHECKING:
    from pathlib import Path


def countries(text: str, language: str = "en") -> dict[str, str | None]:
    article = Article(id="a", language=language, text=text)
    return {m.name: m.country for m in find_mentions(article, [Sentence(0, len(text))]) if m.type == "place"}


def test_a_city_is_taken_in_the_country_that_the_article_names() -> None:
    assert countries("They flew to Tripoli from Libya.")["Tripoli"] == "LY"
    assert countries("They flew to Tripoli from Lebanon.")["Tripoli"] == "LB"
    assert countries("They flew to Naples from Rome.")["Naples"] == "IT"


def test_territories_are_named_in_the_language_of_the_article() -> None:
    assert countries("Theo tin từ Đức và Mỹ, tàu đã cập cảng.", "vi") == {"Đức": "DE", "Mỹ": "US"}
    assert countries("Se lo preguntamos a Alemania.", "es") == {"Alemania": "DE"}
    assert countries("On demande à la Côte d'Ivoire.", "fr") == {"Côte d'Ivoire": "CI"}


def test_a_continent_has_no_country() -> None:
    assert territory("150").country is None
    assert territory("DE").country == "DE"


@pytest.mark.parametrize(
    "text", ["The Man of the house.", "Nice work.", "Police said Of course.", "A Mobile phone."]
)
def test_cities_named_like_common_words_are_no_places(text: str) -> None:
    assert countries(text) == {}


def test_a_city_has_coordinates() -> None:
    (place,) = resolve(["Oslo"], {"NO": 1})
    assert place is not None
    assert place.country == "NO"
    assert (round(place.latitude or 0), round(place.longitude or 0)) == (60, 11)


def test_a_resolved_place_has_its_geonames_id() -> None:
    text = "They flew to Tripoli from Libya."
    mentions = find_mentions(Article(id="a", language="en", text=text), [Sentence(0, len(text))])
    assert {m.name: m.geonames for m in mentions} == {"Tripoli": 2210247, "Libya": 2215636}
    assert all(m.candidates == () for m in mentions)


def test_a_place_that_may_be_several_is_left_open_with_its_candidates() -> None:
    text = "They met in the village of San Marcos by the river."
    article = Article(id="a", language="en", text=text)
    (mention,) = find_mentions(article, [Sentence(0, len(text))])
    assert (mention.country, mention.latitude, mention.geonames) == (None, None, None)
    assert {c.name for c in mention.candidates} == {"San Marcos"}
    assert len({c.country for c in mention.candidates}) > 1
    assert [c.population for c in mention.candidates] == sorted(
        (c.population for c in candidates("San Marcos")), reverse=True
    )
    account = Account(article=article, sentences=(), statements=(), mentions=(mention,))
    (entity,), _ = merge_entities([account])
    assert (entity.country, entity.candidates) == (None, mention.candidates)


def test_an_unknown_name_is_no_city() -> None:
    assert resolve(["Qwertyuiop", ""], {}) == [None, None]


def _build_in(folder: str) -> int:
    import os

    os.environ["RASHOMON_CACHE"] = folder
    gazetteer._index.cache_clear()
    gazetteer._KEPT.clear()
    return len(gazetteer.cities(["Oslo"])[0])


def test_a_broken_index_is_built_anew_and_two_may_build_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = [{"geonameid": 1, "name": "Oslo", "latitude": 59.9, "longitude": 10.7, "countrycode": "NO",
              "population": 700000, "alternatenames": ["Осло", "OSL"]}]  # fmt: skip
    index = gazetteer._build(small)
    monkeypatch.setattr(gazetteer, "_build", lambda _: index)
    context = multiprocessing.get_context("fork")
    with context.Pool(2) as pool:
        assert pool.map(_build_in, [str(tmp_path)] * 2) == [1, 1]
    (stored,) = tmp_path.iterdir()
    stored.write_bytes(b"broken")
    with context.Pool(1) as pool:
        assert pool.map(_build_in, [str(tmp_path)]) == [1]
    assert stored.stat().st_size > 100


CASES = (
    ("en", "They flew from Cairo to Alexandria, said Egypt.", "Alexandria", "EG"),
    ("en", "In Virginia, near Alexandria, the United States said.", "Alexandria", "US"),
    ("en", "Paris and Lyon in France were calm.", "Paris", "FR"),
    ("en", "They left Tripoli for Beirut in Lebanon.", "Tripoli", "LB"),
    ("en", "Birmingham and London in Britain were calm.", "Birmingham", "GB"),
    ("en", "In Alabama, in Birmingham, the US governor spoke.", "Birmingham", "US"),
    ("en", "Tbilisi, the capital of Georgia, was calm.", "Tbilisi", "GE"),
    ("en", "Niamey in Niger was calm.", "Niger", "NE"),
    ("en", "Abuja in Nigeria was calm.", "Nigeria", "NG"),
    ("en", "Kinshasa in the Democratic Republic of the Congo.", "Democratic Republic of the Congo", "CD"),
    ("en", "Troops in Guinea-Bissau moved.", "Guinea-Bissau", "GW"),
    ("en", "Troops in South Korea moved.", "South Korea", "KR"),
    ("en", "Troops in North Korea moved.", "North Korea", "KP"),
    ("en", "In San José, Costa Rica, it rained.", "San José", "CR"),
    ("es", "En Córdoba, Argentina, llovió.", "Córdoba", "AR"),
    ("es", "En Córdoba y Sevilla, España, llovió.", "Córdoba", "ES"),
    ("es", "En Valencia, Venezuela, hubo protestas.", "Valencia", "VE"),
    ("es", "En Valencia y Madrid, España, hubo protestas.", "Valencia", "ES"),
    ("es", "Viajó de Alemania a Londres.", "Alemania", "DE"),
    ("es", "Viajó de Alemania a Londres.", "Londres", "GB"),
    ("fr", "Il est arrivé à Londres, au Royaume-Uni.", "Londres", "GB"),
    ("fr", "Il est parti de Pékin, en Chine.", "Pékin", "CN"),
    ("fr", "Il est parti de Tripoli, en Libye.", "Tripoli", "LY"),
    ("fr", "L'Allemagne et la Côte d'Ivoire ont signé.", "Côte d'Ivoire", "CI"),
    ("de", "Er kam aus München in Deutschland.", "München", "DE"),
    ("de", "Er kam aus Mailand in Italien.", "Mailand", "IT"),
    ("it", "È arrivato a Monaco di Baviera, in Germania.", "Germania", "DE"),
    ("it", "È arrivato a Parigi, in Francia.", "Parigi", "FR"),
    ("pt", "Ele chegou a Lisboa, em Portugal.", "Lisboa", "PT"),
    ("pt", "Ele chegou a Moscou, na Rússia.", "Rússia", "RU"),
    ("vi", "Ông đến Đức và Pháp.", "Đức", "DE"),
    ("vi", "Ông đến Libya từ Mỹ.", "Mỹ", "US"),
    ("ru", "Он приехал из Германии в Москву.", "Германии", "DE"),
    ("ru", "Он приехал из Германии в Москву.", "Москву", "RU"),
    ("ru", "Он был в Лондоне, в Великобритании.", "Лондоне", "GB"),
    ("ru", "Он вернулся из Ливии в Тунис.", "Ливии", "LY"),
    ("ar", "وصل إلى ألمانيا من القاهرة في مصر.", "ألمانيا", "DE"),
    ("ar", "وصل إلى ألمانيا من القاهرة في مصر.", "القاهرة", "EG"),
    ("ar", "وصل إلى طرابلس في ليبيا.", "طرابلس", "LY"),
    ("ar", "وصل إلى طرابلس في لبنان.", "طرابلس", "LB"),
    ("zh", "他从德国到伦敦。", "德国", "DE"),
    ("zh", "他从德国到伦敦。", "伦敦", "GB"),
    ("zh", "他在利比亚的黎波里。", "利比亚", "LY"),
)


@pytest.mark.parametrize(("language", "text", "name", "country"), CASES)
def test_a_name_means_the_place_that_the_text_tells(
    language: str, text: str, name: str, country: str
) -> None:
    article, at = Article(id="a", language=language, text=text), text.index(name)
    finder = cased if caseless.has_capitals(text) else caseless
    spans = [
        span
        for span in finder.find_spans(article, [Sentence(0, len(text))])
        if span.end <= at or span.start >= at + len(name)
    ]
    tagged = sorted([*spans, NameSpan(at, at + len(name), "place")], key=lambda span: span.start)
    (place,) = [mention for mention in link(article, tagged) if mention.start == at]
    assert place.country == country
