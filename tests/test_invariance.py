"""What no verdict depends on: the order of articles, copies of one, an article of something else."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from rashomon.comparing import compare
from rashomon.model import Account, Article, Encoding, Quantity, Sentence, Statement, Story

TOKENS = np.random.default_rng(3).normal(size=(400, 64)).astype(np.float32)
WORDS = ("people", "were", "killed", "near", "the", "old", "harbour")
SURE = 0.99  # score of statements of one fact; two of other facts, whose words are drawn, may reach 0.6
few = settings(max_examples=12)


def account(name: str, told: dict[int, int]) -> Account:
    """An account that gives each of some facts with a figure; the same fact has the same token states."""
    text, statements, encodings, quantities = "", [], [], []
    for fact, figure in told.items():
        words = [str(figure), *(f"{word}{fact}" if word == "harbour" else word for word in WORDS)]
        ends = np.cumsum([len(word) + 1 for word in words]) - 1
        offsets = np.array([(end - len(word), end) for word, end in zip(words, ends, strict=True)], np.int32)
        states = TOKENS[fact * 8 : fact * 8 + 8]
        encodings.append(Encoding(states.mean(axis=0), states, offsets))
        start, line = len(text), " ".join(words)
        statements.append(Statement(name, start, start + len(line)))
        quantities.append(
            Quantity(
                article=name, start=start, end=start + len(words[0]), text=words[0],
                low=float(figure), high=float(figure), of="people",
            )
        )  # fmt: skip
        text += line + "\n"
    return Account(
        article=Article(id=name, language="en", text=text, origin=name),
        sentences=tuple(Sentence(s.start, s.end) for s in statements),
        statements=tuple(statements),
        quantities=tuple(quantities),
        encodings=tuple(encodings),
    )


def verdicts(accounts, without=(), least=0.0):
    """The verdict of each claim of such a score by its evidence, that of some articles aside."""
    found = set()
    for claim in compare(Story("s1", tuple(accounts))).claims:
        if claim.score < least or (least and len(claim.evidence) < 2):
            continue
        evidence = frozenset((e.article, e.start) for e in claim.evidence if e.article not in without)
        if evidence:
            found.add((evidence, claim.verdict))
    return found


def repeated(account: Account, name: str) -> Account:
    """The same account under another name, of the same origin."""
    return replace(
        account,
        article=replace(account.article, id=name),
        statements=tuple(replace(s, article=name) for s in account.statements),
        quantities=tuple(replace(q, article=name) for q in account.quantities),
    )


reports = st.lists(
    st.dictionaries(st.integers(0, 7), st.sampled_from((12, 14, 40)), min_size=2, max_size=6),
    min_size=2,
    max_size=4,
).map(lambda told: [account(f"a{number}", facts) for number, facts in enumerate(told)])


@few
@given(reports, st.randoms(use_true_random=False))
def test_the_order_of_articles_changes_nothing(accounts, random):
    shuffled = list(accounts)
    random.shuffle(shuffled)
    assert compare(Story("s1", tuple(shuffled))) == compare(Story("s1", tuple(accounts)))


@few
@given(reports, st.integers(0, 3))
def test_an_article_that_is_repeated_changes_no_verdict(accounts, number):
    copy = repeated(accounts[number % len(accounts)], "z")
    assert verdicts([*accounts, copy], without="z") == verdicts(accounts)


@few
@given(reports)
def test_an_article_of_something_else_changes_no_verdict_of_what_surely_aligns(accounts):
    stranger = account("z", dict.fromkeys(range(20, 26), 12))
    surely = verdicts(accounts, least=SURE)
    assert verdicts([*accounts, stranger], without="z", least=SURE) == surely


def test_a_claim_of_many_articles_differs_on_what_one_in_forty_says():
    accounts = [
        account(f"a{number:02}", {0: 12 if number != 33 else 40, number + 1: 7}) for number in range(40)
    ]
    (claim,) = [claim for claim in compare(Story("s1", tuple(accounts))).claims if len(claim.evidence) > 30]
    assert claim.verdict == "differ"
    assert {value.value for value in claim.difference.values} == {"12", "40"}
