"""Places: which of several a name means, and where it lies."""

from __future__ import annotations

import multiprocessing
from typing import TYPE_CHECKING

import pytest

from rashomon.model import Article, Sentence
from rashomon.reading.names import gazetteer
from rashomon.reading.names.find import find_mentions
from rashomon.reading.names.places import resolve, territory

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


def test_an_unknown_name_is_no_city() -> None:
    assert resolve(["Qwertyuiop", ""], {}) == [None, None]


def _build_in(folder: str) -> int:
    import os

    os.environ["RASHOMON_CACHE"] = folder
    gazetteer._index.cache_clear()
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
