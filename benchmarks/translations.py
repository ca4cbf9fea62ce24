"""How surely translations are told: over pairs of articles in two languages that a reader labelled.

    python benchmarks/translations.py ../shared/gold/pairs.json

Of the labelled articles, all pairs in two languages are tried. A pair whose note begins with "translation" is
one; pairs that have no label are listed where they are taken for one, to be read.
"""

from __future__ import annotations

import json
import sys
from itertools import combinations
from pathlib import Path

from rashomon.encoder import Encoder
from rashomon.grouping.origins.translations import chain, statements_of
from rashomon.model import Article
from rashomon.reading import read_all

FEWEST = 4  # statements


def main(path: Path) -> None:
    """Print how many translations are found, which are missed, and what else is taken for one."""
    pairs = [pair for pair in json.loads(path.read_text("utf-8")) if pair["label"] != "unsure"]
    wanted = {
        name for pair in pairs if pair["cross"] or pair["label"] == "same" for name in (pair["a"], pair["b"])
    }
    translations = {
        frozenset((pair["a"], pair["b"])) for pair in pairs if pair.get("note", "").startswith("translation")
    }
    lines = path.with_name("pairs.articles.jsonl").read_text("utf-8").splitlines()
    articles = [
        Article(id=one["id"], text=one["text"], language=one["language"], published=one["published"])
        for one in map(json.loads, lines)
        if one["id"] in wanted
    ]
    accounts = [a for a in read_all(articles, Encoder.open()) if len(a.statements) >= FEWEST]
    held = {account.article.id: statements_of(account) for account in accounts}
    language = {account.article.id: account.article.language for account in accounts}
    tried, found, most = 0, set(), (0.0, "")
    for one, other in combinations(sorted(held), 2):
        first, second = held[one], held[other]
        if language[one] == language[other] or first is None or second is None:
            continue
        tried += 1
        measured = chain(first, second)
        pair = frozenset((one, other))
        if measured.is_translation():
            found.add(pair)
        elif pair not in translations:
            most = max(most, (measured.longer, f"{one} {other}"))
    print(f"{tried} pairs, {len(translations)} translations, {len(found & translations)} found")
    print(f"most of an article in a chain without being taken for a translation: {most[0]:.2f} {most[1]}")
    for heading, rest in (("missed", translations - found), ("found, not labelled", found - translations)):
        print(f"{heading}: {len(rest)}")
        for one, other in sorted(map(sorted, rest)):
            print(f"    {one} {other}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
