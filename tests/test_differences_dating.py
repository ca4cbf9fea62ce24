"""A figure counts for the time that its own clause gives, and parts nobody who tells of another."""

import pytest

from rashomon.comparing.names.same_name import says_no_more
from rashomon.comparing.values.dating import of_other_times, times_of
from rashomon.comparing.values.stated import said_by
from rashomon.encoder import Encoder
from rashomon.model import Article
from rashomon.reading import read_all


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder.open()


@pytest.mark.parametrize(
    ("language", "text", "figure", "times"),
    [
        ("es", "En 2011 murieron 52 personas en la misma carretera.", 52, {"2011"}),
        ("zh", "2011年，该矿曾发生火灾，造成52名矿工死亡。", 52, {"2011"}),
        ("en", "It is the deadliest blast since 2011, when 52 miners were killed there.", 52, {"2011"}),
        ("fr", "C'est le plus grave depuis 2003, quand 120 personnes avaient péri.", 120, {"2003"}),
        ("pl", "To największa katastrofa od 2006 roku, kiedy zginęło 23 górników.", 23, {"2006"}),
        ("en", "The blast killed 38 miners, the deadliest since 2011.", 38, set()),
        ("de", "Das Unglück forderte 38 Tote, so viele wie seit 2011 nicht mehr.", 38, set()),
        ("en", "The minister, who resigned in 2011, said 38 miners were dead.", 38, set()),
    ],
)
def test_a_figure_has_the_time_of_its_clause(encoder, language, text, figure, times):
    (account,) = read_all([Article(id="r", language=language, text=text, published="2024-06-07")], encoder)
    found = [times_of(said, q) for said in said_by([account]) for q in said.quantities if q.low == figure]
    assert found == [times]


@pytest.mark.parametrize(
    ("mine", "its", "published", "told", "other"),
    [
        ({"2011"}, set(), "2024-06-07", (), True),
        ({"2024-01"}, set(), "2024-06-07", (), True),
        ({"2024-06-06"}, set(), "2024-06-07T09:00Z", (), False),
        ({"2023-12"}, set(), "2024-01-02", (), False),
        ({"2011"}, set(), "2024-06-07", ("2011-03",), False),  # the other article is on it, too
        ({"2011"}, set(), "2024-06-07", ("2011",), True),
        ({"2011/.."}, set(), "2024-06-07", (), False),
        ({"2011"}, set(), None, (), False),
        ({"2024-06-05"}, {"2024-06-06"}, "2024-06-07", (), True),
        ({"2024-06"}, {"2024-06-06"}, "2024-06-07", (), False),
        (set(), set(), "2024-06-07", (), False),
        ({"XXXX-06-06"}, set(), "2024-06-07", (), False),
    ],
)
def test_what_was_long_ago_is_no_toll_of_today(mine, its, published, told, other):
    assert of_other_times(frozenset(mine), frozenset(its), published, told) is other
    assert of_other_times(frozenset(its), frozenset(mine), published, told) is other


def test_a_commission_is_not_another_than_the_commission_of_inquiry():
    assert says_no_more("commission d'enquête", "fr", "Ủy ban điều tra", "vi")
    assert not says_no_more("Ministry of Defence", "en", "ministère de l'Intérieur", "fr")
