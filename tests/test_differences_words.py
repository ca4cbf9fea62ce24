"""Differences told in words: other causes, actors, names, ages, towns, plain negation; and what is none."""

import pytest

from rashomon.comparing.differences.ages import tells_an_age
from rashomon.comparing.differences.causes import cause_of
from rashomon.comparing.differences.negating import negation_of
from rashomon.comparing.document import make_document
from rashomon.comparing.values.stated import said_by
from rashomon.encoder import Encoder
from rashomon.model import Article, Claim
from rashomon.reading import read_all


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder.open()


def differing(encoder: Encoder, *told: tuple[str, str]) -> list[Claim]:
    read = [
        Article(id=f"r{n}", outlet=f"Paper {n}", language=language, text=text, published="2024-06-07")
        for n, (language, text) in enumerate(told)
    ]
    (story,) = make_document(read, encoder, together=True).stories
    return [claim for claim in story.claims if claim.verdict == "differ"]


PARTING = [
    (
        "cause",
        ("en", "The ferry Santa Rosa sank off Palawan on Monday. The ferry sank because of a fire on board."),
        ("es", "El Santa Rosa se hundió el lunes. El transbordador se hundió porque chocó contra una roca."),
    ),
    (
        "cause",
        ("ru", "Аэропорт Норска закрыт во вторник. Аэропорт закрыли из-за угрозы взрыва."),
        ("en", "Norsk airport was shut on Tuesday. The airport was closed because of heavy fog."),
    ),
    (
        "actor",
        ("en", "A helicopter came down near Karsa. The helicopter was shot down by rebels."),
        ("fr", "Un hélicoptère est tombé près de Karsa. L'hélicoptère a été abattu par l'armée."),
    ),
    (
        "actor",
        ("zh", "周一，科尔特市的示威者被警察驱散。三人受伤。"),
        ("vi", "Hôm thứ Hai, người biểu tình ở thành phố Kolt bị quân đội giải tán. Ba người bị thương."),
    ),
    (
        "polarity",
        ("es", "El presidente Salas no firmó la ley de pensiones el viernes."),
        ("en", "President Salas signed the pension law on Friday."),
    ),
    (
        "polarity",
        ("it", "La polizia non ha trovato l'arma del delitto di Via Rena."),
        ("en", "Police found the weapon used in the Via Rena murder."),
    ),
    (
        "quantity",
        ("en", "The captain of the ferry, Jon Alder, 54, was arrested on Monday."),
        ("de", "Der Kapitän der Fähre, Jon Alder (57), wurde am Montag festgenommen."),
    ),
    (
        "name",
        ("es", "La nueva presidenta del tribunal, Carmen Ibarra, juró el cargo el lunes."),
        ("en", "The new president of the court, Beatriz Lugo, was sworn in on Monday."),
    ),
    (
        "place",
        ("en", "The singer Mara Odel died on Saturday at a hospital in Lyon."),
        ("es", "La cantante Mara Odel murió el sábado en un hospital de Marsella."),
    ),
]


@pytest.mark.parametrize(("on", "one", "other"), PARTING)
def test_what_parts_two_accounts_is_found_and_told_in_their_words(encoder, on, one, other):
    (claim,) = differing(encoder, one, other)
    assert claim.difference.on == on
    assert "Paper 0" in claim.difference.why
    assert "Paper 1" in claim.difference.why


ALIKE = [
    (
        (
            "en",
            "The building in the city of Zahran collapsed because of heavy rain. Five people were killed.",
        ),
        ("ar", "انهار المبنى في مدينة زهران بسبب الأمطار الغزيرة. وقتل خمسة أشخاص."),
    ),
    (
        ("en", "Rebels shot down an army helicopter near Karsa on Sunday."),
        ("fr", "Un hélicoptère de l'armée a été abattu par les insurgés dimanche près de Karsa."),
    ),
    (
        ("en", "Police said four people died in the stampede at the Velden stadium."),
        ("es", "El ejército informó de que cuatro personas murieron en la estampida del estadio de Velden."),
    ),
    (
        ("en", "Women are not allowed to enter the temple of Sabar."),
        ("fr", "L'entrée du temple de Sabar est interdite aux femmes."),
    ),
    (
        ("en", "Voters in Kervia did not approve the new constitution."),
        ("es", "Los votantes de Kervia tumbaron la nueva Constitución en el referéndum."),
    ),
    (
        ("nl", "De partij stemde niet voor de begroting."),
        ("en", "The party voted against the budget."),
    ),
    (
        ("en", "The suspect was arrested on Tuesday in Antwerp."),
        ("fr", "Le suspect a été interpellé mardi à Anvers."),
    ),
    (
        ("en", "The new coach, Yevgeny Tarasov, was presented on Thursday."),
        ("fr", "Le nouvel entraîneur, Evgueni Tarassov, a été présenté jeudi."),
    ),
]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_the_same_in_other_words_does_not_differ(encoder, one, other):
    assert differing(encoder, one, other) == []


def test_a_cause_is_what_stands_beside_its_marker():
    text = "The road is shut because of a landslide, police said."
    start, end = cause_of(text, "en")
    assert text[start:end].strip() == "a landslide"
    assert cause_of("Deprem nedeniyle okullar kapalı.", "tr") == (0, 7)
    assert cause_of("The road is shut.", "en") is None
    assert cause_of("It fell because of rust, because of rain.", "en") is None


def test_only_one_plain_negation_is_a_negation():
    assert negation_of("The president did not sign.", "en") == (18, 21)
    assert negation_of("Le roi n'a pas signé.", "fr") == (11, 14)
    assert negation_of("The president did not deny it.", "en") is None
    assert negation_of("Nobody signed.", "en") == (0, 6)
    assert negation_of("Nobody did not sign.", "en") is None


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The miner Jon Alder, 43, was saved."),
        ("en", "The 43-year-old miner Jon Alder was saved."),
        ("it", "Il minatore Jon Alder, 43 anni, è salvo."),
        ("fr", "Le mineur Jon Alder, âgé de 43 ans, est sauvé."),
    ],
)
def test_an_age_stands_beside_a_name(encoder, language, text):
    (account,) = read_all([Article(id="a", language=language, text=text)], encoder)
    assert any(tells_an_age(said) for said in said_by([account]))
