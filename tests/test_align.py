"""Statements that tell the same fact are found, on made-up token states."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from rashomon.comparing.aligning import align
from rashomon.comparing.aligning.align import align_statements, pairs_of, score
from rashomon.comparing.aligning.tokens import Node, _groups
from rashomon.comparing.claims import cover
from rashomon.model import Account, Article, Encoding, Sentence, Statement

TOKENS = np.random.default_rng(7).normal(size=(400, 64)).astype(np.float32)


def account(name: str, *statements: list[int], language: str = "en") -> Account:
    """An account whose statements hold the given tokens; the same number is the same meaning everywhere."""
    encodings, said, text = [], [], ""
    for tokens in statements:
        words = [f"{name}{token}" for token in tokens]
        ends = np.cumsum([len(word) + 1 for word in words]) - 1
        offsets = np.array([(end - len(word), end) for word, end in zip(words, ends, strict=True)], np.int32)
        states = TOKENS[tokens].reshape(-1, 64)
        vector = states.mean(axis=0) if len(tokens) else TOKENS[0]
        encodings.append(Encoding(vector=vector, states=states, offsets=offsets.reshape(-1, 2)))
        said.append(Statement(name, len(text), len(text) + len(" ".join(words))))
        text += " ".join(words) + "\n"
    article = Article(id=name, language=language, text=text, origin=name)
    return Account(
        article=article,
        sentences=tuple(Sentence(s.start, s.end) for s in said),
        statements=tuple(said),
        encodings=tuple(encodings),
    )


def pairs(accounts, threshold=1.0):
    return pairs_of(align_statements(accounts), threshold)


def places(accounts):
    return [(pair.one, pair.other) for pair in pairs(accounts)]


def rows(first: int, count: int = 8) -> list[int]:
    return list(range(first, first + count))


def test_statements_that_share_rare_tokens_align():
    one = account("a", rows(0), rows(10), rows(20))
    other = account("b", rows(30), rows(10), rows(40))
    assert places([one, other]) == [(1, 4)]


def test_what_every_statement_of_the_story_says_aligns_nothing():
    actors = rows(300, 5)
    one = account("a", *(actors + rows(n, 3) for n in range(0, 60, 10)))
    other = account("b", *(actors + rows(n, 3) for n in range(100, 160, 10)))
    assert places([one, other]) == []


def test_a_statement_may_serve_several_claims():
    one = account("a", rows(0, 16), rows(50), rows(60))
    other = account("b", rows(0, 8), rows(8, 8), rows(70))
    assert places([one, other]) == [(0, 3), (0, 4)]


def test_two_reports_of_one_sentence_each_align():
    assert places([account("a", rows(0)), account("b", rows(0))]) == [(0, 1)]


def test_statements_without_tokens_align_with_nothing():
    assert places([account("a", [], rows(0)), account("b", [], rows(0))]) == [(1, 3)]
    assert places([account("a", []), account("b", [])]) == []
    assert places([account("a")]) == []


def test_the_strength_of_a_pair_does_not_depend_on_which_side_comes_first():
    one, other = account("a", rows(0), rows(10), rows(5)), account("b", rows(3), rows(12), rows(90))
    forward = {(p.one, p.other): p.strength for p in pairs([one, other], -99)}
    backward = {(p.other - 3, p.one + 3): p.strength for p in pairs([other, one], -99)}
    assert forward.keys() == backward.keys()
    assert all(abs(forward[at] - backward[at]) < 1e-4 for at in forward)


def test_a_mean_direction_that_all_tokens_of_a_language_share_is_no_likeness():
    def shifted(held: Account) -> Account:
        moved = [replace(e, states=e.states + 20) for e in held.encodings]
        return replace(held, encodings=tuple(moved), article=replace(held.article, language="vi"))

    one, other = account("a", rows(0), rows(10), rows(20)), account("b", rows(30), rows(10), rows(40))
    assert places([one, shifted(other)]) == [(1, 4)]


def test_a_score_lies_between_0_and_1_and_rises():
    scores = [score(strength) for strength in (0.9, 2.0, 20.0)]
    assert scores == sorted(scores)
    assert all(0 < value <= 1 for value in scores)


def texts(accounts, threshold=1.0):
    """The texts of the pairs that align, in either order."""
    said = [a.article.text[s.start : s.end] for a in accounts for s in a.statements]
    return {frozenset((said[a], said[b])) for a, b in places(accounts)}


STORY = [
    account("a", rows(0), rows(10), rows(20), rows(5)),
    account("b", rows(30), rows(10), rows(40), rows(5)),
    account("c", rows(20), rows(50), rows(12), rows(30)),
]


@given(st.permutations(range(3)))
def test_the_order_of_articles_changes_nothing(order):
    assert texts([STORY[i] for i in order]) == texts(STORY)


def test_repeating_an_article_changes_no_pair():
    before = {(p.one, p.other): round(p.strength, 5) for p in pairs(STORY, -99)}
    copy = replace(STORY[1], article=replace(STORY[1].article, id="z"))
    copy = replace(copy, statements=tuple(replace(s, article="z") for s in copy.statements))
    after = {(p.one, p.other): round(p.strength, 5) for p in pairs([*STORY, copy], -99)}
    assert after == before


def test_an_unrelated_article_changes_no_pair_that_is_sure():
    stranger = account("x", *(rows(n) for n in range(200, 280, 20)))
    assert texts([*STORY, stranger]) == texts(STORY)


def test_the_same_article_fifty_times_aligns_each_statement_with_its_copies():
    copies = [
        replace(
            STORY[0],
            article=replace(STORY[0].article, id=f"a{n}"),
            statements=tuple(replace(s, article=f"a{n}") for s in STORY[0].statements),
        )
        for n in range(50)
    ]
    groups = cover(align_statements(copies))
    assert [len(group.members) for group in groups] == [50] * 4


def test_a_large_story_finds_the_pairs_of_a_small_one(monkeypatch):
    monkeypatch.setattr(align, "ALL_PAIRS", 0)
    assert texts(STORY) >= {frozenset(("b10 b11 b12 b13 b14 b15 b16 b17", "a10 a11 a12 a13 a14 a15 a16 a17"))}


@given(st.lists(st.lists(st.lists(st.integers(0, 40), max_size=4), max_size=4), max_size=5))
def test_no_story_is_too_small_or_too_odd(story):
    accounts = [account(f"a{n}", *statements) for n, statements in enumerate(story)]
    cover(align_statements(accounts))


def test_pieces_of_a_word_are_one_where_a_script_has_blanks_and_each_its_own_where_not():
    def groups(text: str, *spans: tuple[int, int]) -> list[int]:
        offsets = np.array(spans, np.int32)
        encoding = Encoding(TOKENS[0], TOKENS[: len(spans)], offsets)
        return list(_groups([Node(text, "und", encoding, (0,), (0,))])[0])

    assert groups("un pont.", (0, 2), (3, 5), (5, 7), (7, 8)) == [0, 1, 1, -1]
    assert groups("港务局没有", (0, 3), (3, 5)) == [0, 1]
