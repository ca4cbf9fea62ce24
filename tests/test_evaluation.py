"""Our measures, and that they are those of the scorer that stands beside the gold data."""

from __future__ import annotations

import importlib.util
import io
import json
import random
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from rich.console import Console

from rashomon.evaluation import (
    GoldError,
    Pair,
    StoryResult,
    load_articles,
    load_gold,
    load_pairs,
    result_of_pairs,
    result_of_stories,
    score_claims,
    score_pairs,
    show,
    to_json,
)
from rashomon.evaluation.gold import Gold, GoldArticle, GoldClaim, GoldEvidence, GoldValue, articles_of
from rashomon.evaluation.pairs import bcubed, connected, interval
from rashomon.model import Claim, Document, Dossier, Evidence, MadeBy, Quantity, Time

if TYPE_CHECKING:
    from pathlib import Path

    from rashomon.model import Article

MADE_BY = MadeBy("0", "none", "none")
THEIR_NAMES = {
    "our_pairs": "system_pairs",
    "gold_claims": "gold_multi",
    "our_differ": "system_differ",
    "evidence": "spans",
    "evidence_length": "length",
}
NEWS = "The bridge at Orlo fell on 3 May. Twelve people were hurt. The mayor left."
NOTICIA = "El puente de Orlo cayó el 3 de mayo. Hubo 14 heridos. Llovía."


def gold_of(*claims: GoldClaim) -> Gold:
    articles = (GoldArticle(id="en", lang="en", text=NEWS), GoldArticle(id="es", lang="es", text=NOTICIA))
    return Gold(story="bridge", articles=articles, claims=claims)


def gold_claim(verdict: Any, en: str, es: str, *values: GoldValue) -> GoldClaim:
    return GoldClaim(
        id="c", verdict=verdict, evidence=(GoldEvidence("en", en), GoldEvidence("es", es)), values=values
    )


def our_claim(verdict: Any, en: str, es: str) -> Claim:
    evidence = tuple(
        Evidence(id_, text.index(quote), text.index(quote) + len(quote), quote)
        for id_, text, quote in (("en", NEWS, en), ("es", NOTICIA, es))
    )
    return Claim(id="x", text=en, language="en", verdict=verdict, origins=2, score=1.0, evidence=evidence)


def document_of(gold: Gold, *claims: Claim, **more: Any) -> Document:
    articles = articles_of(gold)
    ids = tuple(article.id for article in articles)
    dossier = Dossier(id="s1", title="", languages=(), articles=ids, origins=1, claims=claims, **more)
    return Document(made_by=MADE_BY, articles=articles, stories=(dossier,))


def test_a_claim_over_the_same_words_is_found_with_its_verdict() -> None:
    hurt = ("Twelve people were hurt.", "Hubo 14 heridos.")
    gold = gold_of(gold_claim("differ", *hurt))
    score = score_claims(gold, document_of(gold, our_claim("differ", *hurt)))
    assert (score.precision, score.recall, score.f1, score.differ_f1) == (1.0, 1.0, 1.0, 1.0)
    assert (score.found_claims, score.right_verdicts) == (1, 1)


def test_spans_match_from_half_of_the_shorter_one_on() -> None:
    gold = gold_of(gold_claim("agree", "Twelve people", "14 heridos"))
    half = score_claims(gold, document_of(gold, our_claim("agree", "people were hurt", "14 heridos")))
    less = score_claims(gold, document_of(gold, our_claim("agree", "ple were hurt", "14 heridos")))
    assert half.found_pairs == 0  # 6 of 13
    assert less.found_pairs == 0
    more = score_claims(gold, document_of(gold, our_claim("agree", "ve people were", "14 heridos")))
    assert more.found_pairs == 1


def test_a_span_of_more_than_400_code_points_matches_nothing() -> None:
    texts = {"a": "x" * 401, "b": "y" * 20}
    articles = tuple(GoldArticle(id=id_, text=text) for id_, text in texts.items())
    evidence = tuple(GoldEvidence(id_, text) for id_, text in texts.items())
    gold = Gold(story="s", articles=articles, claims=(GoldClaim(id="c", verdict="agree", evidence=evidence),))
    ours = tuple(Evidence(id_, 0, len(text), text) for id_, text in texts.items())
    claim = Claim(id="x", text="", language="und", verdict="agree", origins=2, score=1.0, evidence=ours)
    score = score_claims(gold, document_of(gold, claim))
    assert (score.gold_pairs, score.our_pairs, score.found_pairs, score.right_pairs) == (1, 1, 0, 0)


def test_values_are_found_over_the_claims_evidence() -> None:
    values = (GoldValue("en", "12 people"), GoldValue("es", "14"), GoldValue("en", "XXXX-05-03"))
    gold = gold_of(gold_claim("differ", NEWS, NOTICIA, *values))
    quantity = Quantity(article="en", start=34, end=47, text="Twelve people", low=12.0, high=12.0)
    time = Time(article="en", start=27, end=32, text="3 May", type="date", value="XXXX-05-03")
    score = score_claims(gold, document_of(gold, quantities=(quantity,), times=(time,)))
    assert (score.found_values, score.gold_values) == (2, 3)


def test_evidence_that_does_not_quote_the_text_is_an_error() -> None:
    gold = gold_of()
    claim = our_claim("agree", "The mayor left.", "Llovía.")
    wrong = msgspec.structs.replace(claim, evidence=(Evidence("en", 0, 3, "A b"),))
    with pytest.raises(GoldError, match="does not quote"):
        score_claims(gold, document_of(gold, wrong))


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"{", "truncated"),
        (b"\xff\xfe", "gold.json"),
        (b'{"story": "s", "articles": [{"id": "a"}], "claims": []}', "neither a text nor a file"),
        (b'{"story": "s", "articles": [{"id": "a", "file": "no.txt"}], "claims": []}', "no.txt"),
        (b'{"story": "s", "articles": [], "claims": [{"id": "c"}]}', "verdict"),
    ],
)
def test_a_gold_file_that_cannot_be_used_is_named_with_the_reason(
    tmp_path: Path, content: bytes, why: str
) -> None:
    path = tmp_path / "gold.json"
    path.write_bytes(content)
    with pytest.raises(GoldError, match=why):
        load_gold(path)


def test_pairs_in_one_story_are_said_to_be_the_same() -> None:
    def story(id_: str, *articles: str) -> Dossier:
        return Dossier(id=id_, title="", languages=(), articles=articles, origins=1)

    document = Document(made_by=MADE_BY, articles=(), stories=(story("s1", "a", "b"), story("s2", "c")))
    pairs = [
        Pair(a="a", b="b", label="same", cross=True),
        Pair(a="a", b="c", label="same", cross=True),
        Pair(a="b", b="a", label="unsure", cross=False),
        Pair(a="x", b="y", label="related", cross=False),
    ]
    score = score_pairs(pairs, document)
    assert (score.pairs, score.same, score.said, score.right) == (3, 2, 1, 1)
    assert (score.precision, score.recall) == (1.0, 0.5)


def test_the_table_and_the_json_hold_the_same_figures() -> None:
    hurt = ("Twelve people were hurt.", "Hubo 14 heridos.")
    gold = gold_of(gold_claim("differ", *hurt))
    score = score_claims(gold, document_of(gold, our_claim("agree", *hurt)))
    result = result_of_stories([StoryResult("[bold]bridge", score), StoryResult("other", score)])
    screen = io.StringIO()
    show(result, Console(file=screen, width=120))
    assert "[bold]bridge" in screen.getvalue()
    data = json.loads(to_json(result))
    assert data["all"]["found_pairs"] == 2
    assert data["all"]["f1"] == 1.0
    assert data["stories"][0]["right_verdicts"] == 0


# The same figures as the scorer beside the gold data.


def their_scorer(shared: Path) -> Any:
    spec = importlib.util.spec_from_file_location("scorer", shared / "gold" / "score.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def gold_files(shared: Path) -> list[Path]:
    return [*sorted((shared / "gold" / "stories").glob("*.json")), shared / "seeds" / "gold.json"]


def their_gold(path: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return data


def random_document(gold: Gold, chance: random.Random) -> Document:
    """Claims over gold quotes, moved, stretched and mixed up, with quantities and times over them."""
    articles = articles_of(gold)
    texts = {article.id: article.text for article in articles}

    def moved(claim: GoldClaim) -> list[Evidence]:
        found = []
        for piece in claim.evidence:
            text, length = texts[piece.article], len(piece.quote)
            start = max(
                0, text.find(piece.quote) + chance.randint(-length, length) // chance.choice([1, 3, 50])
            )
            end = min(len(text), start + max(1, length + chance.choice([0, 0, -9, 60, 400])))
            found.append(Evidence(piece.article, start, end, text[start:end]))
        return [piece for piece in found if chance.random() < 0.9]

    claims = []
    for number in range(40):
        evidence = moved(chance.choice(gold.claims))
        if chance.random() < 0.3:
            evidence += moved(chance.choice(gold.claims))
        verdict = chance.choice(("agree", "agree", "differ", "single"))
        claims.append(
            Claim(
                id=f"c{number}",
                text="",
                language="und",
                verdict=verdict,
                origins=1,
                score=0.5,
                evidence=tuple(evidence),
            )
        )
    quantities, times = [], []
    for claim in gold.claims:
        for value, piece in zip(claim.values or (), moved(claim), strict=False):
            words = str(value.value)
            digits = "".join(c for c in words if c.isdecimal())
            place: dict[str, Any] = {"article": piece.article, "start": piece.start, "end": piece.end}
            if digits and "-" not in words:
                quantities.append(Quantity(**place, text="", low=float(digits), high=None))
            times.append(Time(**place, text="", type="date", value=words + "Z"))
    return document_of(gold, *claims, quantities=tuple(quantities), times=tuple(times))


def ours_in_their_names(gold: Gold, document: Document) -> dict[str, int]:
    score = score_claims(gold, document)
    return {THEIR_NAMES.get(name, name): getattr(score, name) for name in score.__struct_fields__}


def test_counts_of_claims_equal_those_of_the_scorer(shared: Path) -> None:
    scorer = their_scorer(shared)
    totals: dict[str, int] = {}
    for path in gold_files(shared):
        gold = load_gold(path)
        for seed in range(4):
            document = random_document(gold, random.Random(seed))
            ours = ours_in_their_names(gold, document)
            assert ours == scorer.score_story(their_gold(path), msgspec.to_builtins(document))
            totals = {name: count + totals.get(name, 0) for name, count in ours.items()}
    assert all(totals.values()), f"a count that is never more than 0 tests nothing: {totals}"


def test_printed_figures_of_claims_equal_those_of_the_scorer(shared: Path, tmp_path: Path) -> None:
    arguments, stories = [], []
    for path in gold_files(shared):
        gold = load_gold(path)
        document = random_document(gold, random.Random(9))
        (tmp_path / f"{gold.story}.json").write_bytes(msgspec.json.encode(document))
        arguments += [str(path), str(tmp_path / f"{gold.story}.json")]
        stories.append(StoryResult(gold.story, score_claims(gold, document)))
    command = [sys.executable, str(shared / "gold" / "score.py"), "claims", *arguments]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    result = result_of_stories(stories)
    lines = [*((story.story, story.score) for story in result.stories), ("ALL", result.all)]
    assert len(printed) == len(lines)
    for line, (name, score) in zip(printed, lines, strict=True):
        assert line.split()[0] == name
        assert f"align P {score.precision:.2f} R {score.recall:.2f} F1 {score.f1:.3f} |" in line
        assert (
            f"found {score.found_claims}/{score.gold_claims} verdict right {score.right_verdicts} |" in line
        )
        differ = f"P {score.differ_precision:.2f} R {score.differ_recall:.2f} F1 {score.differ_f1:.3f}"
        assert f"differ {differ} | values {score.found_values}/{score.gold_values} |" in line
        assert line.endswith(f"evidence {score.mean_evidence:.0f} characters")


def test_figures_of_a_real_run_equal_those_of_the_scorer(shared: Path) -> None:
    from rashomon.comparing.document import make_document
    from rashomon.encoder import Encoder
    from rashomon.report.json import dumps

    path = shared / "seeds" / "gold.json"
    gold = load_gold(path)
    document = make_document(articles_of(gold), Encoder.open(), together=True)
    theirs = their_scorer(shared).score_story(their_gold(path), json.loads(dumps(document)))
    assert ours_in_their_names(gold, document) == theirs


def random_split(articles: tuple[Article, ...], pairs: tuple[Pair, ...], chance: random.Random) -> Document:
    story = {article.id: str(chance.randint(1, 5)) for article in articles if chance.random() < 0.95}
    for pair in pairs:
        if pair.label == "same" and pair.a in story and chance.random() < 0.5:
            story[pair.b] = story[pair.a]
    return Document(
        made_by=MADE_BY,
        articles=articles,
        stories=tuple(
            Dossier(
                id=name,
                title="",
                languages=(),
                articles=tuple(id_ for id_, given in story.items() if given == name),
                origins=1,
            )
            for name in sorted(set(story.values()))
        ),
    )


def test_printed_figures_of_pairs_equal_those_of_the_scorer(shared: Path, tmp_path: Path) -> None:
    path = shared / "gold" / "pairs.json"
    pairs, articles = load_pairs(path), load_articles(path.with_name("pairs.articles.jsonl"))
    for seed in range(3):
        document = random_split(articles, pairs, random.Random(seed))
        (tmp_path / "split.json").write_bytes(msgspec.json.encode(document))
        command = [sys.executable, str(shared / "gold" / "score.py"), "pairs", str(path)]
        run = subprocess.run(
            [*command, str(tmp_path / "split.json")], capture_output=True, text=True, check=True
        )
        result = result_of_pairs(pairs, document)
        expected = [
            f"{name:18} pairs {score.pairs} same {score.same}"
            f" | P {score.precision:.2f} R {score.recall:.2f} F1 {score.f1:.3f}"
            for name, score in (
                ("one language", result.one_language),
                ("across languages", result.across_languages),
                ("ALL", result.all),
            )
        ]
        assert run.stdout.splitlines() == expected


def test_connected_pairs_share_no_article_with_others_and_give_an_interval() -> None:
    def pair(a: str, b: str, label: str = "same") -> Pair:
        return msgspec.convert({"a": a, "b": b, "label": label, "cross": False}, Pair)

    pairs = [pair("a", "b"), pair("c", "d"), pair("b", "c", "related"), pair("e", "f")]
    assert sorted(len(group) for group in connected(pairs)) == [1, 3]
    low, high = interval(pairs, lambda one: one.a != "e")
    assert 0 <= low <= high <= 1
    assert bcubed({"a": "x", "b": "x", "c": "y", "d": "y"}, {"a": 1, "b": 1, "c": 2, "d": 3}) == (1.0, 0.75)
