"""Articles that copy one another share one origin."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rashomon.grouping import find_origins
from rashomon.model import Account, Article

WIRE = (
    "The dam above Kesten broke on Monday night after three days of rain. At least 40 houses were washed "
    "away, the governor said. Soldiers brought people to schools on higher ground. The coast road is closed. "
    "Engineers had warned of cracks in the wall in the spring. A spokeswoman for the owner would not comment."
)
OWN = (
    "Water from the broken dam reached the town of Kesten within minutes. Our reporter counted forty houses "
    "that are gone. People sleep in classrooms. The owner of the dam was warned about cracks months ago, "
    "according to two engineers who spoke to us."
)


def account(id_: str, text: str, language: str = "en", published: str | None = None) -> Account:
    article = Article(id=id_, text=text, language=language, published=published)
    return Account(article=article, sentences=(), statements=())


def test_a_cut_copy_under_another_masthead_shares_the_origin() -> None:
    cut = "From our news desk. " + WIRE[: WIRE.index("Engineers")]
    origins = find_origins([account("a", WIRE), account("b", cut), account("c", OWN)])
    assert origins == {"a": "o1", "b": "o1", "c": "o2"}


def test_a_lightly_edited_copy_shares_the_origin() -> None:
    edited = WIRE.replace("Monday night", "the night to Tuesday").replace("washed away", "destroyed")
    assert find_origins([account("a", WIRE), account("b", edited)]) == {"a": "o1", "b": "o1"}


def test_a_shared_quotation_makes_no_copy() -> None:
    quotation = ' "We told them in April that the wall would not hold another winter," the engineer said.'
    origins = find_origins([account("a", WIRE + quotation), account("b", OWN + quotation)])
    assert len(set(origins.values())) == 2


def test_the_same_article_twice_is_one_origin_also_without_words() -> None:
    texts = {"a": "🔥🔥", "b": "🔥🔥", "c": "", "d": "42", "e": "42"}
    origins = find_origins([account(id_, text) for id_, text in texts.items()])
    assert origins == {"a": "o1", "b": "o1", "c": "o2", "d": "o3", "e": "o3"}


def test_a_page_around_reports_of_different_weeks_makes_no_copies() -> None:
    page = (
        " Read more about this region. Sign up for the letter that our editors write every morning, free of "
        "charge. Follow the desk on every network. Write to us if you saw something that we should know of."
    )
    reports = {
        "a": ("2024-01-02", "A court in Orlo freed the two fishermen."),
        "b": ("2024-02-11", "Snow kept the passes above Kesten closed."),
        "c": ("2024-04-30", "The museum bought a map of the old harbour."),
    }
    accounts = [account(id_, text + page, "en", day) for id_, (day, text) in reports.items()]
    assert len(set(find_origins(accounts).values())) == 3


def test_words_of_a_script_without_spaces_are_compared_too() -> None:
    text = "周一晚间，连续三天降雨后，克斯滕上游的水坝决堤。省长说，至少四十栋房屋被冲走。"
    origins = find_origins([account("a", text, "zh"), account("b", "本报讯 " + text, "zh")])
    assert origins == {"a": "o1", "b": "o1"}


@given(st.lists(st.text(max_size=60), max_size=8), st.data())
def test_the_order_of_articles_does_not_matter(texts: list[str], data: st.DataObject) -> None:
    accounts = [account(f"a{number}", text) for number, text in enumerate(texts)]
    assert find_origins(data.draw(st.permutations(accounts))) == find_origins(accounts)
