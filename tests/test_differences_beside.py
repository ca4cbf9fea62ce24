"""Where and when a report was written, and who says what it tells, are no part of what it tells."""

import pytest

from rashomon.comparing.dateline import end_of_dateline
from rashomon.comparing.document import make_document
from rashomon.comparing.values.stated import said_by
from rashomon.encoder import Encoder
from rashomon.model import Article
from rashomon.reading import read_all


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder.open()


def article(number: int, language: str, text: str) -> Article:
    return Article(
        id=f"r{number}", outlet=f"Paper {number}", language=language, text=text, published="2024-06-05"
    )


def differences(encoder, *told):
    read = [article(number, *one) for number, one in enumerate(told)]
    (story,) = make_document(read, encoder, together=True).stories
    return [claim.difference for claim in story.claims if claim.difference]


@pytest.mark.parametrize(
    ("language", "text", "dateline"),
    [
        ("en", "OSLO, June 5 - The museum was closed on Monday.", "OSLO, June 5 - "),
        ("fr", "Genève (ATS) - Le musée a été fermé lundi.", "Genève (ATS) - "),
        ("de", "Wien – Das Museum wurde am Montag geschlossen.", "Wien – "),
        ("ru", "МОСКВА, 5 июня - Музей закрыли в понедельник.", "МОСКВА, 5 июня - "),
        ("zh", "东京6月5日电 博物馆星期一关闭。", "东京6月5日电 "),
        ("en", "Oslo closed the museum on Monday.", ""),
        ("en", "Oslo was long the favourite of all three cities - until Monday.", ""),
        ("en", "The museum - the largest in Oslo - was closed on Monday.", ""),
    ],
)
def test_a_dateline_ends_with_its_dash(encoder, language, text, dateline):
    (account,) = read_all([article(0, language, text)], encoder)
    said = said_by([account])[0]
    assert text[: end_of_dateline(said)] == dateline


def test_reports_written_in_two_towns_on_two_days_tell_of_one_place_and_day(encoder):
    assert not differences(
        encoder,
        ("en", "LONDON, June 5 - The tanker ran aground off Cape Soll, spilling oil into the bay."),
        (
            "fr",
            "PARIS, 4 juin - Le pétrolier s'est échoué au large du cap Soll, du pétrole a souillé la baie.",
        ),
    )


def test_who_tells_of_a_cause_does_not_hide_that_it_is_another(encoder):
    (difference,) = differences(
        encoder,
        (
            "en",
            "The bridge collapsed because of an explosion, a spokesman for the railway workers' union said.",
        ),
        ("de", "Die Brücke stürzte wegen des Hochwassers ein."),
    )
    assert difference.on == "cause"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("en", "The lighthouse was built in 1911."), ("fr", "Le phare a été construit en 1934.")),
        (("de", "Der Tunnel soll Ende März eröffnet werden."), ("nl", "De tunnel moet eind juni open gaan.")),
        (
            ("en", "Schools will stay shut until Friday."),
            ("es", "Las escuelas estarán cerradas hasta el lunes."),
        ),
    ],
)
def test_other_months_years_and_ends_are_differences(encoder, one, other):
    (difference,) = differences(encoder, one, other)
    assert difference.on == "time"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("en", "The lighthouse was built in 1911."), ("fr", "Le phare a été construit en 1911.")),
        (("en", "The school reopens in September."), ("fr", "L'école rouvre le mois prochain.")),
        (("en", "Schools will stay shut until Friday."), ("es", "Las escuelas cerraron el lunes.")),
        (("en", "The fair opens on 3 May."), ("it", "La fiera apre il 3 maggio 2024.")),
    ],
)
def test_times_that_can_be_one_are_none(encoder, one, other):
    assert not differences(encoder, one, other)
