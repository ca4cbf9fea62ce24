"""Each kind of difference, what is none, and stories that make trouble, read with the encoder."""

import random

import pytest

from rashomon.comparing.document import make_document
from rashomon.encoder import Encoder
from rashomon.model import Article, Claim


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder.open()


def articles(*told: tuple[str, str] | tuple[str, str, str]) -> list[Article]:
    return [
        Article(
            id=f"r{n}", outlet=f"Paper {n}", language=one[0], text=one[1], published=(*one, "2024-06-05")[2]
        )
        for n, one in enumerate(told)
    ]


def differing(encoder: Encoder, read: list[Article]) -> list[Claim]:
    (story,) = make_document(read, encoder, together=True).stories
    return [claim for claim in story.claims if claim.verdict == "differ"]


BOTH = [
    pytest.param(
        "quantity",
        ("en", "Tens of thousands of people marched through Kolt to demand that the government resign."),
        ("it", "Migliaia di persone hanno manifestato a Kolt per chiedere le dimissioni del governo."),
        id="the size of a crowd",
    ),
    pytest.param(
        "quantity",
        ("en", "The navy seized four trawlers off Cape Soll on Monday."),
        ("de", "Die Marine hat am Montag vor Kap Soll sechs Fischtrawler aufgebracht."),
        id="things of one name",
    ),
    pytest.param(
        "quantity",
        ("en", "The oil slick off Cape Soll is ten miles long."),
        ("de", "Der Ölteppich vor Kap Soll ist 40 Kilometer lang."),
        id="measures in two units",
    ),
    pytest.param(
        "time",
        ("en", "The peace talks between Arvenia and Kolt will resume on Thursday, the mediator said."),
        (
            "fr",
            "Les pourparlers de paix entre l'Arvénie et le Kolt reprendront vendredi, a dit le médiateur.",
        ),
        id="the day",
    ),
    pytest.param(
        "place",
        ("en", "The fugitive banker Ilan Varga was arrested at the airport of Zagreb."),
        ("fr", "Le banquier en fuite Ilan Varga a été arrêté à l'aéroport de Belgrade."),
        id="the place",
    ),
    pytest.param(
        "polarity",
        ("en", "The rebel commander Sadiq Harun was killed in the air strike on Mersa."),
        ("fr", "On ignore si le chef rebelle Sadiq Harun a été tué dans la frappe aérienne sur Mersa."),
        id="what one leaves open",
    ),
    pytest.param(
        "polarity",
        ("en", "The army fired on the protesters at the bridge of Mersa."),
        ("fr", "L'armée a démenti avoir tiré sur les manifestants du pont de Mersa."),
        id="what one denies",
    ),
]


@pytest.mark.parametrize(("on", "one", "other"), BOTH)
def test_accounts_that_part_differ_and_say_on_what(encoder, on, one, other):
    found = differing(encoder, articles(one, other))
    assert [claim.difference.on for claim in found] == [on]
    why = found[0].difference.why
    assert why.endswith(".")
    assert "Paper 0" in why
    assert "Paper 1" in why


NEITHER = [
    pytest.param(
        ("en", "The oil slick off Cape Soll is ten miles long."),
        ("de", "Der Ölteppich vor Kap Soll ist 16 Kilometer lang."),
        id="one measure in two units",
    ),
    pytest.param(
        ("en", "President Orlan arrived in Kolt today for talks with Prime Minister Seva.", "2024-06-05"),
        (
            "es",
            "El presidente Orlan llegó hoy a Kolt para hablar con la primera ministra Seva.",
            "2024-06-06",
        ),
        id="today, in a report that is printed a day later",
    ),
    pytest.param(
        ("en", "The attack on the barracks in Mersa killed 20 people, including six soldiers."),
        ("es", "Seis soldados murieron en el ataque contra el cuartel de Mersa."),
        id="a part",
    ),
    pytest.param(
        ("en", "The toll of the landslide at Ribera rose to 44 dead on Wednesday from 31 a day earlier."),
        ("es", "El deslizamiento de tierra en Ribera ha causado 44 muertos."),
        id="an earlier toll beside the latest",
    ),
    pytest.param(
        ("en", "Five people were killed in clashes in Mersa. In Kolt, eleven people died in the shelling."),
        ("en", "Eleven people were killed by shelling in Kolt, while five died in fighting in Mersa."),
        id="two places",
    ),
    pytest.param(
        ("es", "Se han publicado 9 comentarios en esta página."),
        ("es", "Se han publicado 8 comentarios en esta página."),
        id="page furniture",
    ),
]


@pytest.mark.parametrize(("one", "other"), NEITHER)
def test_accounts_that_may_both_be_true_do_not_differ(encoder, one, other):
    assert differing(encoder, articles(one, other)) == []


def test_a_toll_that_rises_from_report_to_report_is_a_development(encoder):
    read = articles(
        ("es", "El deslizamiento de tierra en Ribera ha causado 44 muertos.", "2024-06-06"),
        ("en", "At least 31 people were killed by a landslide at Ribera.", "2024-06-04T18:00:00Z"),
    )
    (claim,) = differing(encoder, read)
    assert claim.difference.development
    assert [(v.value, v.published) for v in claim.difference.values] == [
        (">=31", "2024-06-04T18:00:00Z"),
        ("44", "2024-06-06"),
    ]
    assert "later reports supersede earlier ones" in claim.difference.why


@pytest.mark.parametrize(
    "dates", [("2024-06-06", "2024-06-04"), ("2024-06-05", "2024-06-05"), (None, "2024-06-05")]
)
def test_tolls_that_time_does_not_explain_are_no_development(encoder, dates):
    texts = [
        "At least 31 people were killed by a landslide at Ribera.",
        "A landslide at Ribera killed 44 people.",
    ]
    read = [
        Article(id=f"r{n}", language="en", text=text, published=when)
        for n, (text, when) in enumerate(zip(texts, dates, strict=True))
    ]
    (claim,) = differing(encoder, read)
    assert not claim.difference.development


TOLLS = (
    ("en", "The collapse of the bridge at Ostrava Mala killed 32 people. The mayor called for an inquiry."),
    ("es", "El derrumbe del puente en Ostrava Mala causó la muerte de 41 personas."),
    ("fr", "L'effondrement du pont d'Ostrava Mala a fait 55 morts. Le maire réclame une enquête."),
)


def parted(claims: list[Claim]) -> set[tuple[str, frozenset[str]]]:
    return {(c.difference.on, frozenset(v.value for v in c.difference.values)) for c in claims}


def test_neither_order_nor_repetition_nor_an_article_on_something_else_changes_what_differs(encoder):
    read = articles(*TOLLS)
    expected = parted(differing(encoder, read))
    assert expected
    for seed in range(3):
        shuffled = random.Random(seed).sample(read, len(read))
        assert parted(differing(encoder, shuffled)) == expected
    again = Article(id="again", language="en", text=TOLLS[0][1], published="2024-06-05")
    assert parted(differing(encoder, [*read, again])) == expected
    other = Article(
        id="z", language="en", text="The painter Mira Solen shows forty landscapes in Kolt until May."
    )
    assert parted(differing(encoder, [*read, other])) == expected


def test_one_article_fifty_times_parts_nobody(encoder):
    text = TOLLS[0][1] + " Rescuers searched the river until Monday night."
    read = [Article(id=f"r{n:02}", language="en", text=text) for n in range(50)]
    assert differing(encoder, read) == []


def test_an_article_that_contradicts_itself_parts_nobody_by_itself(encoder):
    own = "The fire in Kolt killed 12 people, police said. The fire in Kolt killed 19 people, doctors said."
    assert differing(encoder, articles(("en", own))) == []
    assert differing(encoder, articles(("en", own), ("en", "Twelve people died in the fire in Kolt."))) == []


def test_two_hundred_numbers_in_a_sentence_part_nobody(encoder):
    one = "The dead by district: " + ", ".join(f"{n} killed in ward {n}" for n in range(2, 202)) + "."
    other = "The dead by district: " + ", ".join(f"{n + 3} killed in ward {n}" for n in range(2, 202)) + "."
    assert differing(encoder, articles(("en", one), ("en", other))) == []


def test_days_that_no_calendar_has_part_nobody(encoder):
    texts = ("The council of Kolt met on 30 February 0000.", "The council of Kolt met on 31 December 9999.")
    assert differing(encoder, articles(*(("en", text) for text in texts))) == []
