"""Figures of no known class, degrees, clocks and what people are called, held against each other or not."""

import io

import pytest
from rich.console import Console

from rashomon.comparing.document import make_document
from rashomon.encoder import Encoder
from rashomon.model import Article, Claim, Document
from rashomon.report.page import render
from rashomon.report.terminal import show


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder.open()


def read(encoder: Encoder, *told: tuple[str, str, str]) -> Document:
    articles = [
        Article(id=f"r{n}", outlet=f"Paper {n}", language=language, published=day, text=text)
        for n, (language, day, text) in enumerate(told)
    ]
    return make_document(articles, encoder, together=True)


def differing(encoder: Encoder, one: tuple[str, str], other: tuple[str, str]) -> list[Claim]:
    document = read(encoder, *((language, "2024-06-05", text) for language, text in (one, other)))
    return [claim for claim in document.stories[0].claims if claim.verdict == "differ"]


PART = [
    pytest.param(
        ("en", "The company Marlow Ferries was fined 12 million euros by the court."),
        ("es", "El tribunal impuso a la empresa Marlow Ferries una multa de 15 millones de euros."),
        id="money",
    ),
    pytest.param(
        ("en", "The banker Ilan Varga, 57 years old, was released on bail."),
        ("fr", "Le banquier Ilan Varga, âgé de 61 ans, a été libéré sous caution."),
        id="ages",
    ),
    pytest.param(
        ("pt", "A participação nas eleições presidenciais foi de 58%."),
        ("fr", "Le taux de participation à l'élection présidentielle s'est élevé à 64 %."),
        id="shares",
    ),
    pytest.param(
        ("en", "The attackers opened fire on the palace at 5:30 a.m., residents said."),
        ("es", "Los atacantes abrieron fuego contra el palacio a las 7.15 de la mañana, según los vecinos."),
        id="clock times",
    ),
    pytest.param(
        ("en", "Eight assailants were killed in the attack on the barracks."),
        ("fr", "Douze assaillants ont été tués dans l'attaque de la caserne."),
        id="people by what they do",
    ),
]

AGREE = [
    pytest.param(
        ("en", "The general ruled the country for 40 years."),
        ("es", "El general gobernó el país durante 41 años."),
        id="a round number of years",
    ),
    pytest.param(
        ("en", "The gunfire began at 5:30 a.m. near the palace."),
        ("de", "Die Schüsse in der Nähe des Palastes begannen um 7.30 Uhr."),
        id="clocks of two zones",
    ),
    pytest.param(
        ("en", "The trial lasted 94 days and the court heard 60 witnesses."),
        ("fr", "Soixante témoins ont été entendus au cours du procès."),
        id="figures of which one is the other's own",
    ),
]


@pytest.mark.parametrize(("one", "other"), PART)
def test_figures_that_cannot_both_be_true_part(encoder, one, other):
    assert differing(encoder, one, other)


@pytest.mark.parametrize(("one", "other"), AGREE)
def test_figures_that_can_both_be_true_part_nobody(encoder, one, other):
    assert differing(encoder, one, other) == []


def test_a_development_is_shown_apart_in_the_order_of_telling(encoder):
    document = read(
        encoder,
        ("en", "2024-07-11", "The ferry fire off Cape Soll killed 33 people."),
        ("fr", "2024-07-09", "L'incendie du ferry au large du cap Soll a tué 17 personnes."),
    )
    out = io.StringIO()
    show(document, Console(file=out, width=100))
    text = " ".join(out.getvalue().split())
    assert "↗ Development" in text
    assert "told 9 July 2024" in text
    html = render(document)
    assert html.index("Told 9 July 2024") < html.index("Told 11 July 2024")


def test_parts_that_add_up_to_the_others_figure_part_nobody(encoder: Encoder) -> None:
    one = "The ferry Nola left with 312 passengers and {} crew on board and sank at dawn."
    other = ("en", "The ferry Nola left with 336 people on board and sank at dawn.")
    assert not differing(encoder, ("en", one.format(24)), other)


def test_who_is_quoted_on_what_is_so_instead_denies_nothing(encoder: Encoder) -> None:
    one = ("en", "The minister denied the charge: “The radar of the port was working,” he said.")
    other = ("fr", "« Le radar du port fonctionnait », a déclaré le ministre.")
    assert not differing(encoder, one, other)
