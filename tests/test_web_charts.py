"""The drawings of a story's page: where, how many and when, of kind and of hostile stories alike."""

from __future__ import annotations

import re
from importlib.resources import files
from itertools import combinations, pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from rashomon.model import (
    Article,
    Claim,
    Difference,
    Document,
    Dossier,
    Entity,
    EntityMention,
    Evidence,
    MadeBy,
    TimelineEntry,
    Value,
)
from rashomon.web.charts import charts
from rashomon.web.charts.frame import around
from rashomon.web.charts.labels import Box, Spot, place_labels, width_of
from rashomon.web.charts.place_map import PlaceMap, place_map
from rashomon.web.charts.shapes import GRAIN, land, middle
from rashomon.web.charts.timeline import before
from rashomon.web.pages.rendering import _environment
from rashomon.web.view.reader import Reader, languages

ENGLISH, ARABIC = Reader("en", "en-001"), Reader("ar", "ar")
SCRIPT = "</text><script>alert('x')</script>\u202e"
PERU = (
    ("Arequipa", -71.54, -16.4, 5),
    ("Lima", -77.03, -12.04, 4),
    ("Camana", -72.71, -16.62, 3),
    ("Tokyo", 139.69, 35.69, 1),
)


def town(name: str, longitude: float | None, latitude: float | None, times: int = 1, **more: Any) -> Entity:
    mentions = tuple(EntityMention("a", number, number + 1) for number in range(times))
    place = {"longitude": longitude, "latitude": latitude, **more}
    return Entity(id=f"e{name}{longitude}", type="place", name=name, mentions=mentions, **place)


def told(*values: tuple[str, str | None], development: bool = False, kind: str | None = "killed") -> Document:
    """A story whose accounts give one figure each, at some time."""
    articles, parting, evidence = [], [], []
    for number, (value, published) in enumerate(values):
        name = f"a{number:03}"
        text = f"The ferry sank; {value} died."
        articles.append(
            Article(id=name, outlet=f"Outlet {name}", language="en", published=published, text=text)
        )
        evidence.append(Evidence(name, 0, len(text), text))
        parting.append(
            Value(
                article=name, start=16, end=17, text=value, type="quantity", value=value, published=published
            )
        )
    claim = Claim(
        id="c1",
        text="The ferry sank.",
        language="en",
        verdict="differ",
        origins=len(values),
        score=1.0,
        evidence=tuple(evidence),
        values=tuple(parting),
        difference=Difference(
            on="quantity",
            why="",
            values=tuple(parting),
            development=development,
            kind=kind,  # type: ignore[arg-type]
        ),
    )
    return document(articles, (claim,))


def document(
    articles: list[Article], claims: tuple[Claim, ...] = (), entities: tuple[Entity, ...] = (), **more: Any
) -> Document:
    story = Dossier(
        id="s1",
        title="A ferry",
        languages=("en",),
        articles=tuple(article.id for article in articles),
        origins=len(articles),
        claims=claims,
        entities=entities,
        **more,
    )
    made_by = MadeBy("0", "none", "none")
    return Document(made_by=made_by, articles=tuple(articles), stories=(story,))


def drawn(found: Document, reader: Reader = ENGLISH) -> str:
    """The drawings as HTML, which must be well-formed and carry no style of its own."""
    template = _environment().from_string(
        '{% from "_charts.html" import place_map, figures with context %}'
        "{% if charts.map %}{{ place_map(charts.map) }}{% endif %}"
        "{% for one in charts.figures %}{{ figures(one) }}{% endfor %}"
    )
    text = template.render(reader=reader, say=reader.say, number=reader.number, charts=charts(reader, found))
    etree.fromstring(f"<all>{text}</all>")
    assert "style=" not in text
    assert "nan" not in "".join(re.findall('="([-0-9.a-z%, ]*)"', text))
    return text


def mapped(*places: Entity, reader: Reader = ENGLISH) -> PlaceMap:
    made = place_map(reader, places)
    assert made is not None
    return made


def test_the_map_shows_what_is_named_often_and_the_overview_the_rest() -> None:
    made = mapped(*(town(*place) for place in PERU))
    assert [place.name for place in made.shown] == ["Arequipa", "Lima", "Camana"]
    assert [place.name for place in made.outside] == ["Tokyo"]
    assert made.overview
    assert len(made.overview.others) == 1


def test_circles_are_sized_by_how_often_a_place_is_named() -> None:
    radii = [float(mark.radius) for mark in mapped(*(town(*place) for place in PERU)).marks]
    assert radii == sorted(radii, reverse=True)
    assert radii[0] ** 2 / radii[1] ** 2 == pytest.approx(5 / 4, rel=0.03)


def test_places_on_both_sides_of_the_180th_meridian_are_beside_each_other() -> None:
    frame = around([(178.4, -18.1), (-175.2, -21.1)])
    assert frame.degrees < 30
    assert frame.place(178.4, -18.1)[0] < frame.place(-175.2, -21.1)[0]
    assert land(frame).land


def test_a_place_alone_has_its_region_and_an_overview() -> None:
    made = mapped(town("Roma", 12.48, 41.89))
    assert made.marks[0].left == made.marks[0].top == "50.00%"
    assert len(made.land.land) > 1000
    assert made.overview


def test_a_country_is_tinted_and_has_no_circle() -> None:
    made = mapped(town("Niamey", 2.11, 13.51, 2), town("Niger", None, None, 7, country="NE"))
    assert made.land.named
    assert (made.marks[0].name, made.marks[0].radius) == ("Niger", "")
    assert mapped(town("Niger", None, None, country="NE"), reader=ARABIC).shown[0].name == "النيجر"


def test_places_without_degrees_are_in_the_list_only() -> None:
    made = mapped(town("Lima", -77.03, -12.04, 3), town("Ocona", None, None, 2))
    assert [place.name for place in made.unknown] == ["Ocona"]
    assert [mark.name for mark in made.marks] == ["Lima"]


def test_where_hardly_a_place_is_known_there_is_no_map() -> None:
    assert place_map(ENGLISH, [town("Beijing", 116.4, 39.9), town("Telmara", None, None, 20)]) is None
    assert place_map(ENGLISH, []) is None


@pytest.mark.parametrize(
    ("longitude", "latitude"),
    [(float("nan"), 0.0), (0.0, float("inf")), (1e300, 0.0), (0.0, 90.1), (None, 3.0), (200.0, 0.0)],
)
def test_degrees_that_are_none_are_no_place(longitude: float | None, latitude: float | None) -> None:
    made = mapped(town("Lima", -77.03, -12.04, 3), town("Nowhere", longitude, latitude))
    assert [place.name for place in made.shown] == ["Lima"]


@given(
    st.lists(st.tuples(st.floats(-180, 180), st.floats(-90, 90), st.integers(1, 30)), min_size=1, max_size=12)
)
@settings(deadline=None, max_examples=40)
def test_any_places_are_drawn_within_the_map(places: list[tuple[float, float, int]]) -> None:
    made = mapped(*(town(f"P{n}", *place) for n, place in enumerate(places)))
    assert made.shown
    for mark in made.marks:
        assert all(0 <= float(share.rstrip("%")) <= 100 for share in (mark.left, mark.top))
    assert made == mapped(*(town(f"P{n}", *place) for n, place in enumerate(places)))


@given(
    st.lists(
        st.tuples(
            st.floats(0, 700), st.floats(0, 400), st.sampled_from((0.0, 5.0, 12.0)), st.text(max_size=20)
        ),
        max_size=15,
    )
)
@settings(deadline=None, max_examples=30)
def test_no_name_lies_on_another_or_outside(spots: list[tuple[float, float, float, str]]) -> None:
    wanting = [Spot(*spot) for spot in spots]
    room = Box(0, 0, 720, 440)
    boxes = []
    for spot, label in zip(wanting, place_labels(wanting, room), strict=True):
        if label:
            width = width_of(spot.name)
            left = spot.x + label.across - {"start": 0, "middle": width / 2, "end": width}[label.anchor]
            boxes.append(Box(left, spot.y + label.down - 8, left + width, spot.y + label.down))
    assert all(box.left >= 0 and box.right <= 720 for box in boxes)
    assert not any(one.meets(other) for one, other in combinations(boxes, 2))


def test_every_country_that_has_a_shape_has_a_middle_in_it_or_near() -> None:
    for code, (longitude, latitude) in {"PE": (-75, -9), "FJ": (178, -18), "RU": (97, 62)}.items():
        found = middle(code)
        assert found
        assert abs((found[0] - longitude + 180) % 360 - 180) < 12
        assert abs(found[1] - latitude) < 5
    assert middle("ZZ") is None


@given(st.floats(-180, 180), st.floats(-85, 85), st.floats(0, 90))
@settings(deadline=None, max_examples=12)
def test_what_is_drawn_of_the_land_stays_near_the_map(longitude: float, latitude: float, size: float) -> None:
    frame = around([(longitude, latitude), (min(180, longitude + size), max(-85, latitude - size))])
    for path in re.findall("M(-?[0-9]+) (-?[0-9]+)((?:l[^Mz]*)?)z", land(frame).land):
        x, y = int(path[0]), int(path[1])
        for east, north in re.findall("l(-?[0-9]+) ?(-?[0-9]+)", path[2]):
            x, y = x + int(east), y + int(north)
            assert -13 * GRAIN <= x <= (frame.width + 13) * GRAIN
            assert -13 * GRAIN <= y <= (frame.height + 13) * GRAIN


def test_the_shapes_are_small_and_tell_where_they_are_from() -> None:
    data = files("rashomon.web.charts") / "data"
    assert len((data / "countries.npz").read_bytes()) < 400_000
    assert "public domain" in (data / "README.md").read_text("utf-8")


def test_figures_stand_in_the_order_of_their_size_each_with_its_accounts() -> None:
    found = told((">=27", "2023-03-14T06:30:00Z"), ("34", "2023-03-14T09:00:00Z"), (">=27", "2023-03-15"))
    (one,) = charts(ENGLISH, found).figures
    assert [line.words for line in one.lines] == ["27 or more", "34"]
    assert [[mark.letter for mark in line.marks] for line in one.lines] == [["A", "C"], ["B"]]
    assert float(one.lines[0].height) > float(one.lines[1].height)
    assert one.lines[0].band
    assert not one.lines[1].band
    assert one.lines[0].days, "an account of which the day alone is known"
    assert one.ends == ("14 Mar, 06:30 UTC", "15 Mar")
    assert [row.words for row in one.rows] == ["27 or more", "34", "27 or more"]


def test_a_development_is_a_line_and_a_difference_is_none() -> None:
    rising = (("9", "2024-05-14T11:00:00Z"), ("23", "2024-05-14T15:00:00Z"), ("41", "2024-05-15T06:00:00Z"))
    assert len(charts(ENGLISH, told(*rising, development=True)).figures[0].steps.split()) == 3
    assert charts(ENGLISH, told(*rising)).figures[0].steps == ""


def test_time_runs_the_way_the_reader_reads() -> None:
    found = told(("9", "2024-05-14T11:00:00Z"), ("23", "2024-05-14T15:00:00Z"))
    places = {
        reader.language: [
            float(line.marks[0].at.rstrip("%")) for line in charts(reader, found).figures[0].lines
        ]
        for reader in (ENGLISH, ARABIC)
    }
    assert places["en"][0] < places["en"][1]
    assert places["ar"] == [pytest.approx(100 - place) for place in places["en"]]


@pytest.mark.parametrize(
    "values",
    [
        (("1e300", "2024-01-01"), ("-1e300", "2024-01-02"), ("3", None)),
        (("1e999", "0000-01-01"), ("7", "9999-12-31T23:59:59Z"), ("8", "9999-12-31")),
        (("5", None), ("6", None)),
        (("5..9", "yesterday"), ("~7", ""), ("<=6", "2024-02-30"), (">=7", "0001-01-01T00:00:00+14:00")),
        (("0", "2024-01-01T00:00:00Z"), ("0.0000001", "2024-01-01T00:00:00Z")),
        (("many", "2024-01-01"), ("4", "2024-01-01"), ("5", "2024-01-01T10:00")),
    ],
)
@pytest.mark.parametrize("language", languages())
def test_absurd_figures_and_times_are_drawn(
    values: tuple[tuple[str, str | None], ...], language: str
) -> None:
    found = told(*values)
    text = drawn(found, Reader(language, language))
    assert text == drawn(found, Reader(language, language))
    for one in charts(ENGLISH, found).figures:
        for line in one.lines:
            assert 0 < float(line.height) < float(one.height) < 2000
            assert all(0 <= float(mark.at.rstrip("%")) <= 100 for mark in line.marks)


def test_very_many_accounts_of_a_figure_are_counted_not_crowded() -> None:
    found = told(*[("5", f"2024-01-01T{n % 24:02}:00:00Z") for n in range(60)], ("6", "2024-01-02"))
    (one,) = charts(ENGLISH, found).figures
    assert one.lines[0].marks[-1].more == "+52"
    assert len(one.rows) == 61
    places = [float(mark.at.rstrip("%")) for mark in one.lines[0].marks]
    assert all(later - earlier >= 8.4 for earlier, later in pairwise(places))


def test_hostile_names_and_words_do_nothing_in_a_drawing() -> None:
    found = told((SCRIPT, "2024-01-01"), ("5", SCRIPT), ("6", "2024-01-01"))
    articles = [
        Article(id=one.id, outlet=SCRIPT, language=SCRIPT, published=one.published, text=SCRIPT + one.text)
        for one in found.articles
    ]
    places = (town(SCRIPT, 2.0, 48.0, 3), town("W" * 100_000, 3.0, 48.0), town("\u202e\x1b[31m", None, None))
    made = document(articles, found.stories[0].claims, places)
    for reader in (ENGLISH, ARABIC):
        text = drawn(made, reader)
        assert "<script" not in text
        assert "\u202e" not in text
        assert "\x1b" not in text


def test_gaps_of_a_timeline_are_marked_and_unknown_years_stay_unknown() -> None:
    moments = ["1987", "1998", "2023-02-21~", "2023-03-14T01:40Z", "2023-03-14", "2023-05", "XXXX-10-31"]
    made = before(ENGLISH, moments)
    assert [one.gap for one in made] == [
        "",
        "about 11 years later",
        "about 25 years later",
        "about 21 days later",
        "",
        "about 2 months later",
        "",
    ]
    assert [one.yearless for one in made] == [False] * 6 + [True]


@pytest.mark.parametrize(
    "moment", ["", "/", "..", "0000", "9999-99-99", "P3D", "2024-21", "0000-21", "201X", "XXXX", "1/2/3"]
)
def test_a_timeline_of_odd_times_has_no_gap_that_nobody_knows(moment: str) -> None:
    assert before(ENGLISH, ["2024", moment])[1].gap == ""


def test_a_story_with_nothing_to_draw_has_no_drawings() -> None:
    found = document([Article(id="a", text="Nothing.")], timeline=(TimelineEntry("2024", ("gone",)),))
    made = charts(ENGLISH, found)
    assert made.map is None
    assert made.figures == ()
    assert len(made.timeline) == 1
