"""Where accounts part, read by the whole way with the real encoder."""

import pytest

from rashomon.comparing.document import make_document
from rashomon.encoder import Encoder
from rashomon.model import Article, Claim


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder.open()


def claims(encoder: Encoder, *articles: tuple[str, str]) -> list[Claim]:
    """The claims of several statements that reports of the given languages and texts make together."""
    read = [Article(id=f"r{n}", language=code, text=text) for n, (code, text) in enumerate(articles)]
    (story,) = make_document(read, encoder, together=True).stories
    return [claim for claim in story.claims if len(claim.evidence) > 1]


def test_two_tolls_of_one_disaster_differ_and_say_so(encoder):
    (claim,) = claims(
        encoder,
        ("en", "The collapse of the bridge at Ostrava Mala killed 32 people."),
        ("es", "El derrumbe del puente en Ostrava Mala causó la muerte de 41 personas."),
    )
    assert claim.verdict == "differ"
    assert claim.difference is not None
    assert claim.difference.on == "quantity"
    assert {value.value for value in claim.difference.values} == {"32", "41"}
    assert "32" in claim.difference.why
    assert "41" in claim.difference.why


@pytest.mark.parametrize("figure", ["about 40 people", "more than 35 people", "up to 45 people", "41 people"])
def test_figures_that_can_both_be_true_agree(encoder, figure):
    (claim,) = claims(
        encoder,
        ("en", f"The collapse of the bridge at Ostrava Mala killed {figure}."),
        ("es", "El derrumbe del puente en Ostrava Mala causó la muerte de 41 personas."),
    )
    assert claim.verdict == "agree"
    assert {value.text for value in claim.values if value.type == "quantity" and value.agrees} >= {"41"}


def test_an_order_of_magnitude_fits_what_is_told_as_at_least(encoder):
    (claim,) = claims(
        encoder,
        ("en", "The collapse of the bridge at Ostrava Mala killed at least 14 people."),
        ("es", "El derrumbe del puente en Ostrava Mala causó varias decenas de muertos."),
    )
    assert claim.verdict == "agree"


def test_the_dead_are_not_held_against_the_injured(encoder):
    found = claims(
        encoder,
        ("en", "The collapse of the bridge at Ostrava Mala killed 32 people and injured 140 others."),
        ("fr", "L'effondrement du pont d'Ostrava Mala a fait 32 morts et 140 blessés."),
    )
    assert [claim.verdict for claim in found] == ["agree"]


def test_the_dead_of_another_year_are_not_held_against_those_of_today(encoder):
    found = claims(
        encoder,
        ("en", "The collapse of the bridge at Ostrava Mala in 2021 killed 32 people."),
        ("es", "El derrumbe del puente en Ostrava Mala en 1998 causó la muerte de 41 personas."),
    )
    assert all(claim.difference is None for claim in found)


def test_more_than_two_tolls_are_all_shown(encoder):
    (claim,) = claims(
        encoder,
        ("en", "The collapse of the bridge at Ostrava Mala killed 32 people."),
        ("es", "El derrumbe del puente en Ostrava Mala causó la muerte de 41 personas."),
        ("fr", "L'effondrement du pont d'Ostrava Mala a fait 55 morts."),
    )
    assert [value.value for value in claim.difference.values] == ["32", "41", "55"]


def test_a_part_of_a_whole_is_not_held_against_another_part(encoder):
    found = claims(
        encoder,
        ("en", "Only six of the 19 member states of the union agreed to send ships."),
        ("vi", "Tổng cộng 11 quốc gia thành viên đã đóng góp, nhưng chỉ có 6 quốc gia thành viên gửi tàu."),
    )
    assert all(claim.verdict == "agree" for claim in found)


def test_a_first_bounded_in_time_differs_from_one_that_is_not(encoder):
    found = claims(
        encoder,
        ("en", "It is Minister Halvorsen's first visit to Telmara since the war ended in May."),
        ("es", "Es la primera visita de la ministra Halvorsen a Telmara."),
    )
    assert [claim.difference.on for claim in found if claim.difference] == ["scope"]


def test_wording_alone_is_no_difference(encoder):
    found = claims(
        encoder,
        ("en", "The ferry sank within twenty minutes of the collision."),
        ("de", "Die Fähre ging binnen zwanzig Minuten nach dem Zusammenstoß unter."),
    )
    assert [claim.verdict for claim in found] == ["agree"]


def test_copies_of_one_report_are_one_origin_and_agree_on_nothing(encoder):
    text = "The collapse of the bridge at Ostrava Mala killed 32 people, the mayor said on Monday evening."
    found = claims(encoder, ("en", text), ("en", text))
    assert {(claim.verdict, claim.origins) for claim in found} == {("single", 1)}
