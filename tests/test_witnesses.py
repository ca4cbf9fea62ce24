"""Who is one witness: reports of one agency, translations, and passages taken over."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashomon.comparing.witnesses import taken_over
from rashomon.grouping import one_story, trace_origins
from rashomon.grouping.origins.credits import credited
from rashomon.language.text import sentences
from rashomon.model import Account, Article, Encoding, Quotation, Statement


@pytest.mark.parametrize(
    ("text", "agencies"),
    [
        ("PARIS, March 3 (Reuters) - The sun rose. He left.", {"Reuters"}),
        ("Madrid, 3 mar (EFE).- El sol salió.", {"EFE"}),
        ("МОСКВА, 3 марта. /ТАСС/. Солнце взошло.", {"TASS"}),
        ("新华社北京3月14日电（记者王某）太阳升起。", {"Xinhua"}),
        ("【路透社伦敦3月1日电】太阳升起。", {"Reuters"}),
        ("Mặt trời mọc ở phía đông.\nTheo TTXVN", {"TTXVN"}),
        ("Berlin (dpa/tmn) - Die Sonne ging auf.", {"dpa"}),
        ("Le soleil s'est levé, a dit le maire. (avec AFP)", {"AFP"}),
        ("El sol salió. Con información de EFE y AFP.", {"EFE", "AFP"}),
        ("По сообщению ТАСС, солнце взошло.", {"TASS"}),
        ("القاهرة (رويترز) - أشرقت الشمس.", {"Reuters"}),
        ("By Ana Brodd, Reuters\nThe sun rose over the bay and nobody saw it.", {"Reuters"}),
    ],
)
def test_datelines_bylines_and_credit_lines_credit_an_agency(text: str, agencies: set[str]) -> None:
    assert credited(Article(id="a", text=text)) == agencies


@pytest.mark.parametrize(
    "text",
    [
        "The minister told Reuters that he would leave.\nAFP could not confirm it.",
        "According to AFP, two were hurt. The AP said three.",
        "The Reuters journalist Ana Brodd (45) was freed.",
        "El senador Juan Brodd (PA) dijo que no.",
        "The sun rose.\nPhoto: Reuters",
        "The sun rose.\nREUTERS/Ana Brodd",
    ],
)
def test_an_agency_that_is_only_spoken_of_is_not_credited(text: str) -> None:
    assert credited(Article(id="a", text=text)) == frozenset()


@given(st.text(alphabet="(AFP)/REUTERS-。.【新华社电】 \n,EFE©ab", max_size=200))
def test_credits_are_looked_for_in_any_text(text: str) -> None:
    credited(Article(id="a", text=text))


def account(
    id_: str, text: str, language: str = "en", *, published: str | None = None, facts: list[int] | None = None
) -> Account:
    """An account; ``facts`` gives each sentence a direction: the same number is the same fact."""
    spans = [(s, s + len(text[s:e].rstrip())) for s, e in sentences(text, language)]
    axes = np.eye(64, dtype=np.float32)
    encodings = tuple(
        Encoding(axes[fact], axes[fact : fact + 1], np.array([[0, 1]], dtype=np.int32))
        for fact in facts or ()
    )
    return Account(
        article=Article(id=id_, text=text, language=language, published=published),
        sentences=(),
        statements=tuple(Statement(id_, start, end) for start, end in spans),
        encodings=encodings,
    )


ENGLISH = (
    "The dam above Kesten broke on Monday. Forty houses were washed away. Soldiers came at night. "
    "Schools took in the homeless. The coast road is closed. Cracks were seen in spring. Nobody answered."
)
SPANISH = (
    "La presa de Kesten se rompió el lunes. Cuarenta casas desaparecieron. Los soldados llegaron de noche. "
    "Las escuelas acogieron a la gente. La carretera está cortada. Había grietas desde la primavera. "
    "Nadie respondió."
)


def test_a_translation_shares_the_origin_and_shows_the_statements() -> None:
    same = [1, 2, 3, 4, 5, 6, 7]
    accounts = [account("en", ENGLISH, facts=same), account("es", SPANISH, "es", facts=same)]
    (sharing,) = trace_origins(accounts).shared
    assert (sharing.why, sharing.articles, sharing.certain) == ("translation", ("en", "es"), True)
    assert len(sharing.passages) == 14


def test_the_same_facts_in_another_order_are_no_translation() -> None:
    accounts = [
        account("en", ENGLISH, facts=[1, 2, 3, 4, 5, 6, 7]),
        account("es", SPANISH, "es", facts=[7, 3, 6, 2, 5, 1, 4]),
    ]
    assert len(set(trace_origins(accounts).of.values())) == 2


def test_two_edits_of_one_agencys_report_are_one_origin_only_where_both_credit_it() -> None:
    facts = [1, 2, 3, 4, 20, 21, 22], [1, 2, 3, 4, 30, 31, 32]
    plain = [account("en", ENGLISH, facts=facts[0]), account("es", SPANISH, "es", facts=facts[1])]
    assert len(set(trace_origins(plain).of.values())) == 2
    credited_ = [
        account("en", f"Kesten (AFP) - {ENGLISH}", facts=facts[0]),
        account("es", f"Kesten (AFP) - {SPANISH}", "es", facts=facts[1]),
    ]
    (sharing,) = trace_origins(credited_).shared
    assert (sharing.why, sharing.agency) == ("agency", "AFP")


def test_other_reports_of_one_agency_are_counted_apart_and_say_so() -> None:
    one = account("a", f"Kesten (AFP) - {ENGLISH}", facts=[1, 2, 3, 4, 5, 6, 7])
    other = account("b", f"Orlo (AFP) - {SPANISH}", "es", facts=[11, 12, 13, 14, 15, 16, 17])
    story = one_story([one, other])
    assert {a.article.origin for a in story.accounts} == {"o1", "o2"}
    assert [(s.why, s.agency, s.certain) for s in story.shared] == [("agency", "AFP", False)]


LIFTED = (
    "Engineers who had looked at the wall in the spring wrote to the owner that a crack as long as a bus ran "
    "from the crest to the second gallery and that it grew by a hand every week."
)


MUD = (
    " Mud stood in the church up to the third step of the altar. A woman of ninety counted her hens aloud "
    "while her grandsons dug for the stove, the clock and the box with letters of a brother lost at sea."
)


def lifted() -> list[Account]:
    """Two reports of their own; the later one has a paragraph of the earlier one."""
    own = (
        "The owner is silent. By noon the river had taken the mill, the sawmill and two bridges below it, "
        "and the mayor asked all who had boats to come to the square with rope, lamps and dry blankets."
    )
    first = f"The dam above Kesten broke. {LIFTED} {own}"
    later = (
        f"Kesten lies under water, and nobody can say why this morning came so soon. {LIFTED} We walked on."
    )
    return [
        account("early", first, published="2024-03-01"),
        account(
            "late",
            later + MUD,
            published="2024-03-02",
        ),
    ]


def test_a_paragraph_taken_over_is_one_witness_though_the_articles_are_two() -> None:
    story = one_story(lifted())
    assert {a.article.id: a.article.origin for a in story.accounts} == {"early": "o1", "late": "o2"}
    (sharing,) = story.shared
    assert (sharing.why, sharing.origin) == ("passage", "o1")
    texts = {a.article.id: a.article.text for a in story.accounts}
    assert {texts[p.article][p.start : p.end] for p in sharing.passages} == {LIFTED.rstrip(".")}
    told = taken_over(story.accounts, story.shared)
    assert {article: origin for (article, _), origin in told.items()} == {"early": "o1", "late": "o1"}


def test_words_that_a_speaker_said_to_both_are_not_taken_over() -> None:
    accounts = []
    for one in lifted():
        start = one.article.text.index(LIFTED)
        quotation = Quotation(
            article=one.article.id, start=start, end=start + len(LIFTED), text=LIFTED, direct=True
        )
        accounts.append(
            Account(
                article=one.article,
                sentences=(),
                statements=one.statements,
                quotations=(quotation,),
            )
        )
    assert one_story(accounts).shared == ()


def test_fifty_copies_are_one_witness() -> None:
    copies = [account(f"a{n:02}", ENGLISH) for n in range(50)]
    origins = trace_origins(copies)
    assert set(origins.of.values()) == {"o1"}
    assert len(origins.shared[0].articles) == 50


@given(st.permutations(range(4)))
def test_the_order_of_articles_changes_nothing(order: list[int]) -> None:
    accounts = [*lifted(), account("x", ENGLISH), account("y", ENGLISH + " So it went.")]
    assert trace_origins([accounts[n] for n in order]) == trace_origins(accounts)
