"""Statements that tell the same fact are found, on made-up token states."""

import numpy as np
from msgspec.structs import replace

from rashomon.comparing.align import align_statements, pairs_of, score
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
