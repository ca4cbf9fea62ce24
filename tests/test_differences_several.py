"""Several figures in one statement: each is held against its own kind, and told by itself."""

import pytest

from rashomon.comparing.document import make_document
from rashomon.encoder import Encoder
from rashomon.model import Article


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder.open()


def differences(encoder, *told):
    read = [
        Article(
            id=f"r{n}", outlet=f"Paper {n}", language=one[0], text=one[1], published=(*one, "2024-06-05")[2]
        )
        for n, one in enumerate(told)
    ]
    (story,) = make_document(read, encoder, together=True).stories
    return [claim.difference for claim in story.claims if claim.difference]


def test_what_is_told_alike_does_not_hide_what_is_not(encoder):
    (difference,) = differences(
        encoder,
        ("en", "Four masked men stole twelve paintings from the gallery of Orvel on Friday."),
        (
            "nl",
            "Drie gemaskerde mannen hebben vrijdag twaalf schilderijen gestolen uit de galerie van Orvel.",
        ),
    )
    assert {value.value for value in difference.values} == {"3", "4"}


def test_two_parts_of_one_whole_can_be_at_odds(encoder):
    (difference,) = differences(
        encoder,
        ("en", "Air defences shot down 31 of 34 drones over Kolt."),
        ("fr", "La défense aérienne a abattu 27 des 34 drones au-dessus de Kolt."),
    )
    assert {value.value for value in difference.values} == {"27", "31"}


def test_one_sentence_tells_of_one_thing(encoder):
    for difference in differences(
        encoder,
        ("en", "The 6.4 earthquake near Kolt destroyed 18 bridges and 40 schools."),
        ("fr", "Le séisme de 6,1 près de Kolt a détruit 22 ponts et 51 écoles."),
    ):
        assert len(difference.values) == 2


def test_a_figure_that_was_told_before_is_no_development(encoder):
    found = differences(
        encoder,
        ("en", "The fire at the mill in Orvel injured 19 workers.", "2024-06-05T08:00Z"),
        ("fr", "L'incendie de la filature d'Orvel a blessé 16 ouvriers.", "2024-06-05T12:00Z"),
        ("de", "Bei dem Brand in der Spinnerei von Orvel wurden 19 Arbeiter verletzt.", "2024-06-05T16:00Z"),
    )
    assert found
    assert not any(difference.development for difference in found)


def test_about_another_share_is_not_the_share_that_another_report_gives(encoder):
    (difference,) = differences(
        encoder,
        (
            "en",
            "Turnout in the election in Orvel was 48 percent. Maria Lund took about 53 percent of the vote.",
        ),
        ("fr", "La participation aux élections à Orvel a été de 55 %. Maria Lund a été élue."),
    )
    assert {value.value for value in difference.values} == {"48", "55"}


def test_who_was_on_board_did_not_all_die(encoder):
    (difference,) = differences(
        encoder,
        ("en", "A plane crashed near Kolt on Monday, killing three of the eleven people on board."),
        ("es", "Siete personas murieron el lunes al estrellarse un avión cerca de Kolt."),
        ("fr", "Un avion s'est écrasé lundi près de Kolt, faisant neuf morts."),
    )
    assert "11" not in {value.value for value in difference.values}


def test_more_of_one_kind_than_there_are_of_any_is_a_difference(encoder):
    (difference,) = differences(
        encoder,
        ("ru", "Полиция задержала в Орвеле 31 человека."),
        ("en", "Police detained 44 protesters in Orvel."),
    )
    assert difference.kind == "arrested"
    assert not differences(
        encoder,
        ("ru", "Полиция задержала в Орвеле 44 человека."),
        ("en", "Police detained 31 protesters in Orvel."),
    )


def test_an_order_of_magnitude_beside_a_figure_gives_no_other(encoder):
    (difference,) = differences(
        encoder,
        ("fr", "Quelque 20.000 personnes ont manifesté dimanche à Orvel contre le gouvernement."),
        (
            "en",
            "At least 60,000 people marched in Orvel on Sunday against the state. Tens of thousands came.",
        ),
    )
    assert difference.kind == "protesting"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Nobody was arrested in Orvel on Monday."),
        ("de", "In Orvel wurde am Montag niemand festgenommen."),
        ("es", "Nadie fue detenido el lunes en Orvel."),
    ],
)
def test_nobody_is_at_odds_with_somebody(encoder, language, text):
    (difference,) = differences(
        encoder, (language, text), ("fr", "Deux personnes ont été arrêtées lundi à Orvel.")
    )
    assert difference.on in ("polarity", "quantity")
